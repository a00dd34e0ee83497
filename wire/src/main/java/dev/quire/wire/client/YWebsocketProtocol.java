package dev.quire.wire.client;

import dev.quire.crdt.fault.MalformedUpdateException;
import dev.quire.crdt.lib0.Lib0Reader;
import dev.quire.crdt.lib0.Lib0Writer;
import dev.quire.wire.Bytes;

/**
 * What {@code y-websocket} 1 to 3 speaks: one document a socket, a message is {@code varUint type,
 * body}. It knows no acknowledgement, and no token but that of the URL.
 *
 * <p>Read from the sources of y-websocket 3.0 and y-protocols 1.0.
 */
public final class YWebsocketProtocol {
  private static final int SYNC = 0;
  private static final int AWARENESS = 1;
  private static final int AUTH = 2;
  private static final int QUERY_AWARENESS = 3;

  private static final int STEP_1 = 0;
  private static final int STEP_2 = 1;
  private static final int UPDATE = 2;

  private static final int PERMISSION_DENIED = 0;

  private YWebsocketProtocol() {}

  /** What a client sent. */
  public sealed interface Frame {}

  /** SyncStep1: what the client has. */
  public record SyncStep1(Bytes stateVector) implements Frame {}

  /** SyncStep2 or Update: what the client has that is new. */
  public record Edit(Bytes update) implements Frame {}

  /** An awareness update of the y-protocols, not looked into. */
  public record Awareness(Bytes update) implements Frame {}

  /** Asks for everybody's awareness states. */
  public record QueryAwareness() implements Frame {}

  /**
   * Not a frame.
   *
   * @param reason what is wrong and where, without content
   */
  public record Malformed(String reason) implements Frame {}

  /** Reads one message of a WebSocket; never throws on its content. */
  public static Frame decode(byte[] message) {
    Lib0Reader in = new Lib0Reader(message);
    try {
      Frame frame = decodeBody(in);
      in.expectEnd();
      return frame;
    } catch (MalformedUpdateException malformed) {
      return new Malformed(malformed.reason() + " (at byte " + malformed.position() + ")");
    }
  }

  private static Frame decodeBody(Lib0Reader in) {
    long type = in.readVarUint();
    return switch ((int) Math.min(type, Integer.MAX_VALUE)) {
      case SYNC -> decodeSync(in);
      case AWARENESS -> new Awareness(Bytes.of(in.readVarBytes()));
      case QUERY_AWARENESS -> new QueryAwareness();
      default -> throw in.malformed("message type " + type + " is none that a client sends");
    };
  }

  private static Frame decodeSync(Lib0Reader in) {
    long step = in.readVarUint();
    Bytes body = Bytes.of(in.readVarBytes());
    if (step == STEP_1) {
      return new SyncStep1(body);
    }
    if (step == STEP_2 || step == UPDATE) {
      return new Edit(body);
    }
    throw in.malformed("sync message " + step + " does not exist");
  }

  /** The server's state vector, to be answered with a SyncStep2. */
  public static byte[] syncStep1(Bytes stateVector) {
    return sync(STEP_1, stateVector);
  }

  /**
   * All of a SyncStep2 that comes before its update.
   *
   * @param length of the update, in bytes, which the caller sends right behind in the same message
   */
  public static byte[] syncStep2Head(int length) {
    Lib0Writer out = new Lib0Writer();
    out.writeVarUint(SYNC);
    out.writeVarUint(STEP_2);
    out.writeVarUint(length);
    return out.toByteArray();
  }

  /** An update of others. */
  public static byte[] update(Bytes update) {
    return sync(UPDATE, update);
  }

  private static byte[] sync(int step, Bytes body) {
    Lib0Writer out = new Lib0Writer(body.length() + 16);
    out.writeVarUint(SYNC);
    out.writeVarUint(step);
    out.writeVarBytes(body.array());
    return out.toByteArray();
  }

  /** An awareness update of the y-protocols. */
  public static byte[] awareness(Bytes update) {
    Lib0Writer out = new Lib0Writer(update.length() + 16);
    out.writeVarUint(AWARENESS);
    out.writeVarBytes(update.array());
    return out.toByteArray();
  }

  /**
   * Something that the client sent was not taken: stock clients write the reason to their console.
   *
   * @param reason what happened and what to do, for people
   */
  public static byte[] permissionDenied(String reason) {
    Lib0Writer out = new Lib0Writer(reason.length() + 16);
    out.writeVarUint(AUTH);
    out.writeVarUint(PERMISSION_DENIED);
    out.writeVarString(reason);
    return out.toByteArray();
  }

  /** One line about a message of either direction: what it is and how long, never what it holds. */
  public static String describe(byte[] message) {
    Lib0Reader in = new Lib0Reader(message);
    try {
      return describeType(in) + " " + message.length + " bytes";
    } catch (MalformedUpdateException malformed) {
      return "malformed: " + malformed.reason() + " (at byte " + malformed.position() + ")";
    }
  }

  private static String describeType(Lib0Reader in) {
    long type = in.readVarUint();
    return switch ((int) Math.min(type, Integer.MAX_VALUE)) {
      case SYNC -> "sync." + syncWord(in.readVarUint());
      case AWARENESS -> "awareness";
      case AUTH -> "auth.denied";
      case QUERY_AWARENESS -> "query-awareness";
      default -> "type " + type;
    };
  }

  private static String syncWord(long step) {
    return switch ((int) Math.min(step, Integer.MAX_VALUE)) {
      case STEP_1 -> "step1";
      case STEP_2 -> "step2";
      case UPDATE -> "update";
      default -> Long.toString(step);
    };
  }
}
