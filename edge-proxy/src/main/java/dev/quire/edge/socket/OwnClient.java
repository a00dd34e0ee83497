package dev.quire.edge.socket;

import dev.quire.crdt.fault.MalformedUpdateException;
import dev.quire.crdt.lib0.Lib0Reader;
import dev.quire.wire.Bytes;
import java.util.OptionalLong;

/**
 * What a client's first awareness update says about itself. Stock clients begin with their own
 * state and nothing else; later they pass on what they hear of others. An update of several clients
 * says nothing here, and is none the worse for it.
 */
final class OwnClient {
  private static final String GONE = "null";

  private OwnClient() {}

  /** The one client id whose state the update holds. */
  static OptionalLong of(Bytes awareness) {
    try {
      Lib0Reader in = new Lib0Reader(awareness.array());
      if (in.readVarUint() != 1) {
        return OptionalLong.empty();
      }
      long client = in.readVarUint();
      in.readVarUint();
      boolean isGone = in.readVarString().equals(GONE);
      return isGone ? OptionalLong.empty() : OptionalLong.of(client);
    } catch (MalformedUpdateException none) {
      // Presence says so to the client.
      return OptionalLong.empty();
    }
  }
}
