package dev.quire.crdt.protocol;

import dev.quire.crdt.fault.MalformedUpdateException;
import dev.quire.crdt.fault.MalformedUpdateException.Fault;
import dev.quire.crdt.lib0.Json;
import dev.quire.crdt.lib0.Lib0Reader;
import dev.quire.crdt.lib0.Lib0Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * States of some clients, as they are sent around.
 *
 * @param entries one for each client
 */
public record AwarenessUpdate(List<Entry> entries) {
  /** An update of these states. */
  public AwarenessUpdate {
    entries = List.copyOf(entries);
  }

  /**
   * The state of one client.
   *
   * @param client whose
   * @param clock grows with every state of the client's
   * @param state a value of JSON, as {@link Json#parse} makes it; null if the client is gone
   */
  public record Entry(long client, long clock, @Nullable Object state) {}

  /**
   * Decodes an update.
   *
   * @throws MalformedUpdateException if the bytes are none
   */
  public static AwarenessUpdate decode(byte[] bytes) {
    Lib0Reader in = new Lib0Reader(bytes);
    int count = in.readCount("clients");
    List<Entry> entries = new ArrayList<>(Math.min(count, 16));
    for (int i = 0; i < count; i++) {
      entries.add(new Entry(in.readVarUint(), in.readVarUint(), readState(in)));
    }
    in.expectEnd();
    return new AwarenessUpdate(entries);
  }

  private static @Nullable Object readState(Lib0Reader in) {
    try {
      return Json.parse(in.readVarString());
    } catch (IllegalArgumentException invalid) {
      MalformedUpdateException malformed =
          in.malformed(Fault.INVALID_JSON, String.valueOf(invalid.getMessage()));
      malformed.initCause(invalid);
      throw malformed;
    }
  }

  /** The bytes of this update. */
  public byte[] encode() {
    Lib0Writer out = new Lib0Writer();
    out.writeVarUint(entries.size());
    for (Entry entry : entries) {
      out.writeVarUint(entry.client());
      out.writeVarUint(entry.clock());
      out.writeVarString(Json.print(entry.state()));
    }
    return out.toByteArray();
  }

  /**
   * The update with other states of the same clients, as a server makes it that puts in what it
   * knows of them.
   *
   * @param change gives the state to send in place of one; is given null, too, for who is gone
   */
  public AwarenessUpdate modify(Function<@Nullable Object, @Nullable Object> change) {
    return new AwarenessUpdate(
        entries.stream()
            .map(entry -> new Entry(entry.client(), entry.clock(), change.apply(entry.state())))
            .toList());
  }
}
