package dev.quire.crdt.protocol;

import dev.quire.crdt.fault.MalformedUpdateException.Fault;
import dev.quire.crdt.lib0.Lib0Reader;
import dev.quire.crdt.lib0.Lib0Writer;

/**
 * Tells a client that it may not. The only message of its kind.
 *
 * @param reason why, for people
 */
public record AuthMessage(String reason) {
  private static final int PERMISSION_DENIED = 0;

  /**
   * Decodes a message that fills the input.
   *
   * @throws dev.quire.crdt.fault.MalformedUpdateException if it is none
   */
  public static AuthMessage decode(byte[] message) {
    Lib0Reader in = new Lib0Reader(message);
    long kind = in.readVarUint();
    if (kind != PERMISSION_DENIED) {
      throw in.malformed(Fault.UNKNOWN_KIND, "unknown kind of refusal " + kind);
    }
    AuthMessage read = new AuthMessage(in.readVarString());
    in.expectEnd();
    return read;
  }

  /** The bytes of this message. */
  public byte[] encode() {
    Lib0Writer out = new Lib0Writer();
    out.writeVarUint(PERMISSION_DENIED);
    out.writeVarString(reason);
    return out.toByteArray();
  }
}
