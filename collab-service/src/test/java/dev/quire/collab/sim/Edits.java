package dev.quire.collab.sim;

import dev.quire.crdt.id.IdSet;
import dev.quire.crdt.id.StateVector;
import dev.quire.crdt.lib0.Lib0Writer;
import dev.quire.wire.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * The updates of one client's edits of a shared text, encoded by hand: an insertion after any
 * character, or the deletion of some.
 */
final class Edits {
  private static final int STRING = 4;
  private static final int HAS_ORIGIN = 0x80;

  private final long client;
  private final Random random;
  private long clock;

  Edits(long client, Random random) {
    this.client = client;
    this.random = random;
  }

  /** An edit of a document of this state. */
  Bytes next(StateVector known) {
    List<Map.Entry<Long, Long>> clients = new ArrayList<>(known.toMap().entrySet());
    clients.removeIf(entry -> entry.getValue() == 0);
    if (clients.isEmpty()) {
      return insert(-1, 0);
    }
    Map.Entry<Long, Long> any = clients.get(random.nextInt(clients.size()));
    long at = (long) (random.nextDouble() * any.getValue());
    return random.nextInt(4) == 0
        ? delete(any.getKey(), at, Math.min(any.getValue() - at, 1 + random.nextInt(3)))
        : insert(any.getKey(), at);
  }

  /** A text at the beginning, under any client id and clock. */
  static Bytes insertion(long client, long clock, String text) {
    Lib0Writer out = new Lib0Writer();
    out.writeVarUint(1);
    out.writeVarUint(1);
    out.writeVarUint(client);
    out.writeVarUint(clock);
    out.writeUint8(STRING);
    out.writeVarUint(1);
    out.writeVarString("text");
    out.writeVarString(text);
    out.writeVarUint(0);
    return Bytes.of(out.toByteArray());
  }

  private Bytes insert(long originClient, long originClock) {
    String text = "abcdef".substring(0, 1 + random.nextInt(5));
    Lib0Writer out = new Lib0Writer();
    out.writeVarUint(1);
    out.writeVarUint(1);
    out.writeVarUint(client);
    out.writeVarUint(clock);
    if (originClient < 0) {
      out.writeUint8(STRING);
      out.writeVarUint(1);
      out.writeVarString("text");
    } else {
      out.writeUint8(STRING | HAS_ORIGIN);
      out.writeVarUint(originClient);
      out.writeVarUint(originClock);
    }
    out.writeVarString(text);
    out.writeVarUint(0);
    clock += text.length();
    return Bytes.of(out.toByteArray());
  }

  private static Bytes delete(long client, long clock, long length) {
    IdSet deleted = new IdSet();
    deleted.add(client, clock, length);
    Lib0Writer out = new Lib0Writer();
    out.writeVarUint(0);
    deleted.write(out);
    return Bytes.of(out.toByteArray());
  }
}
