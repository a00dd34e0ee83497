package dev.quire.presence.awareness;

import dev.quire.crdt.fault.MalformedUpdateException;
import dev.quire.crdt.lib0.Lib0Reader;
import dev.quire.crdt.lib0.Lib0Writer;
import dev.quire.wire.Bytes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * An awareness update: how many entries (varUint), then for each its client id (varUint), clock
 * (varUint) and state as JSON text (varString; {@code null} for a client that is gone).
 */
public final class AwarenessUpdate {
  private static final String GONE = "null";

  /** Stock clients pass on what they hear of others, so a frame may speak of a whole room. */
  private static final int MAX_ENTRIES = 10_000;

  private static final int MAX_BYTES = 4 << 20;

  private AwarenessUpdate() {}

  /**
   * States are not looked into.
   *
   * @throws MalformedUpdateException where it is none, or larger than any honest one
   */
  public static List<AwarenessEntry> decode(Bytes update) {
    Lib0Reader in = new Lib0Reader(update.array());
    if (update.length() > MAX_BYTES) {
      throw in.malformed("awareness update longer than " + MAX_BYTES + " bytes");
    }
    int count = in.readCount("clients");
    if (count > MAX_ENTRIES) {
      throw in.malformed("awareness update of more than " + MAX_ENTRIES + " clients");
    }
    List<AwarenessEntry> entries = new ArrayList<>(Math.min(count, 64));
    for (int i = 0; i < count; i++) {
      long clientId = in.readVarUint();
      long clock = in.readVarUint();
      String json = in.readVarString();
      entries.add(new AwarenessEntry(clientId, clock, json.equals(GONE) ? null : json));
    }
    in.expectEnd();
    return entries;
  }

  public static Bytes encode(Collection<AwarenessEntry> entries) {
    Lib0Writer out = new Lib0Writer(16 + entries.size() * 256);
    out.writeVarUint(entries.size());
    for (AwarenessEntry entry : entries) {
      out.writeVarUint(entry.clientId());
      out.writeVarUint(entry.clock());
      out.writeVarString(entry.json() == null ? GONE : entry.json());
    }
    return Bytes.of(out.toByteArray());
  }
}
