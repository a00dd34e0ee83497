package dev.quire.crdt.oracle;

import dev.quire.crdt.lib0.Lib0Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Updates of one struct each, well-formed and complete, whose origins, parents and keys are drawn
 * at random: no client makes most of them, yet each could be integrated.
 */
final class HostileLog {
  private static final int CLIENTS = 3;

  private final Random random;
  private final long[] clocks = new long[CLIENTS];

  private HostileLog(Random random) {
    this.random = random;
  }

  static List<byte[]> of(long seed, int updates) {
    HostileLog log = new HostileLog(new Random(seed));
    List<byte[]> made = new ArrayList<>();
    for (int i = 0; i < updates; i++) {
      made.add(log.update());
    }
    return made;
  }

  private byte[] update() {
    int client = random.nextInt(CLIENTS);
    Lib0Writer out = new Lib0Writer();
    out.writeVarUint(1);
    out.writeVarUint(1);
    out.writeVarUint(client);
    out.writeVarUint(clocks[client]);
    int ref = new int[] {1, 3, 4, 4, 4, 6, 7, 7, 8, 8}[random.nextInt(10)];
    header(out, ref);
    clocks[client] += content(out, ref);
    deletes(out);
    return out.toByteArray();
  }

  private void header(Lib0Writer out, int ref) {
    boolean anything = clocks[0] + clocks[1] + clocks[2] > 0;
    boolean origin = anything && random.nextInt(3) > 0;
    boolean rightOrigin = anything && random.nextInt(3) == 0;
    boolean key = random.nextInt(4) == 0;
    out.writeUint8(ref | (origin ? 0x80 : 0) | (rightOrigin ? 0x40 : 0) | (key ? 0x20 : 0));
    if (origin) {
      id(out);
    }
    if (rightOrigin) {
      id(out);
    }
    if (!origin && !rightOrigin) {
      if (!anything || random.nextInt(3) == 0) {
        out.writeVarUint(1);
        out.writeVarString(random.nextBoolean() ? "a" : "m");
      } else {
        out.writeVarUint(0);
        id(out);
      }
      if (key) {
        out.writeVarString(random.nextBoolean() ? "k" : "l");
      }
    }
  }

  private void id(Lib0Writer out) {
    int client = random.nextInt(CLIENTS);
    while (clocks[client] == 0) {
      client = (client + 1) % CLIENTS;
    }
    out.writeVarUint(client);
    out.writeVarUint(random.nextInt((int) clocks[client]));
  }

  private int content(Lib0Writer out, int ref) {
    int length = 1 + random.nextInt(4);
    switch (ref) {
      case 1 -> out.writeVarUint(length);
      case 4 -> out.writeVarString("abcd".substring(0, length));
      case 8 -> {
        out.writeVarUint(length);
        for (int i = 0; i < length; i++) {
          out.writeUint8(126);
        }
      }
      default -> {
        atom(out, ref);
        return 1;
      }
    }
    return length;
  }

  private void atom(Lib0Writer out, int ref) {
    switch (ref) {
      case 3 -> out.writeVarBytes(new byte[] {1});
      case 6 -> {
        out.writeVarString("bold");
        out.writeVarString("true");
      }
      default -> out.writeVarUint(random.nextInt(3));
    }
  }

  private void deletes(Lib0Writer out) {
    boolean some = random.nextInt(4) == 0;
    out.writeVarUint(some ? 1 : 0);
    if (some) {
      out.writeVarUint(random.nextInt(CLIENTS));
      out.writeVarUint(1);
      out.writeVarUint(random.nextInt(20));
      out.writeVarUint(1 + random.nextInt(2));
    }
  }
}
