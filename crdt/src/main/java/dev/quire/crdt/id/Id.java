package dev.quire.crdt.id;

import dev.quire.crdt.lib0.Lib0Reader;
import dev.quire.crdt.lib0.Lib0Writer;

/**
 * Names one clock of a client: a character, an element, a type.
 *
 * @param client who made it; 0 to 2^53 - 1
 * @param clock how much the client had made before; 0 to 2^53 - 1
 */
public record Id(long client, long clock) {
  /** Reads client and clock. */
  public static Id read(Lib0Reader in) {
    return new Id(in.readVarUint(), in.readVarUint());
  }

  /** Writes client and clock. */
  public void write(Lib0Writer out) {
    out.writeVarUint(client);
    out.writeVarUint(clock);
  }
}
