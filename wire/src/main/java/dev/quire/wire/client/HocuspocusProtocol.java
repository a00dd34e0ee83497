package dev.quire.wire.client;

import dev.quire.crdt.fault.MalformedUpdateException;
import dev.quire.crdt.lib0.Lib0Reader;
import dev.quire.crdt.lib0.Lib0Writer;
import dev.quire.wire.Bytes;

/**
 * What {@code @hocuspocus/provider} 2, 3 and 4 speak. A frame is {@code varString address, varUint
 * type, body}; the address is the document's id or name, behind which provider 4 may put {@code
 * \0session} to tell several providers of one document on one socket apart. Answers go to the
 * address as it came.
 *
 * <p>Read from the sources of the providers 2.15, 3.4 and 4.8. None of them takes a type that it
 * does not know (2 and 3 throw), so a server sends only what is written here.
 */
public final class HocuspocusProtocol {
  /** The longest address: a name of 256 characters in UTF-8 and a session behind it. */
  public static final int MAX_ADDRESS_CHARS = 1_100;

  private static final int SYNC = 0;
  private static final int AWARENESS = 1;
  private static final int AUTH = 2;
  private static final int QUERY_AWARENESS = 3;
  private static final int STATELESS = 5;
  private static final int CLOSE = 7;
  private static final int SYNC_STATUS = 8;
  private static final int PONG = 10;

  private static final int STEP_1 = 0;
  private static final int STEP_2 = 1;
  private static final int UPDATE = 2;

  private static final int TOKEN = 0;
  private static final int PERMISSION_DENIED = 1;
  private static final int AUTHENTICATED = 2;

  private HocuspocusProtocol() {}

  /** What a client sent. */
  public sealed interface Frame {}

  /**
   * A token for a document, at the beginning or after a {@link #tokenRequest}.
   *
   * @param version of the provider, as provider 4 says it; {@code ""} from 2 and 3
   */
  public record Token(String address, String token, String version) implements Frame {
    /** The token is a credential and stays out of logs. */
    @Override
    public String toString() {
      return "Token[address=" + address + ", version=" + version + "]";
    }
  }

  /** SyncStep1: what the client has. */
  public record SyncStep1(String address, Bytes stateVector) implements Frame {}

  /** SyncStep2 or Update, which are answered alike: what the client has that is new. */
  public record Edit(String address, Bytes update) implements Frame {}

  /** An awareness update of the y-protocols, not looked into. */
  public record Awareness(String address, Bytes update) implements Frame {}

  /** Asks for everybody's awareness states. */
  public record QueryAwareness(String address) implements Frame {}

  /** The client has no more use for the document. */
  public record Close(String address) implements Frame {}

  /** An application's own message between clients, which Quire does not carry. */
  public record Stateless(String address) implements Frame {}

  /** Provider 4's answer to a ping of the protocol's own. */
  public record Pong() implements Frame {}

  /**
   * Not a frame.
   *
   * @param reason what is wrong and where, without content
   */
  public record Malformed(String reason) implements Frame {}

  /** Reads one message of a WebSocket; never throws on its content. */
  public static Frame decode(byte[] message) {
    if (message.length == 1 && message[0] == PONG) {
      return new Pong();
    }
    Lib0Reader in = new Lib0Reader(message);
    try {
      String address = in.readVarString();
      if (address.isEmpty() || address.length() > MAX_ADDRESS_CHARS) {
        return new Malformed(
            "a document's address must have 1 to " + MAX_ADDRESS_CHARS + " characters");
      }
      Frame frame = decodeBody(address, in);
      if (!(frame instanceof Token || frame instanceof Stateless)) {
        in.expectEnd();
      }
      return frame;
    } catch (MalformedUpdateException malformed) {
      return new Malformed(malformed.reason() + " (at byte " + malformed.position() + ")");
    }
  }

  private static Frame decodeBody(String address, Lib0Reader in) {
    long type = in.readVarUint();
    return switch ((int) Math.min(type, Integer.MAX_VALUE)) {
      case SYNC -> decodeSync(address, in);
      case AWARENESS -> new Awareness(address, Bytes.of(in.readVarBytes()));
      case AUTH -> decodeAuth(address, in);
      case QUERY_AWARENESS -> new QueryAwareness(address);
      case STATELESS -> new Stateless(address);
      case CLOSE -> new Close(address);
      default -> throw in.malformed("message type " + type + " is none that a client sends");
    };
  }

  private static Frame decodeSync(String address, Lib0Reader in) {
    long step = in.readVarUint();
    Bytes body = Bytes.of(in.readVarBytes());
    if (step == STEP_1) {
      return new SyncStep1(address, body);
    }
    if (step == STEP_2 || step == UPDATE) {
      return new Edit(address, body);
    }
    throw in.malformed("sync message " + step + " does not exist");
  }

  private static Frame decodeAuth(String address, Lib0Reader in) {
    long kind = in.readVarUint();
    if (kind != TOKEN) {
      throw in.malformed("auth message " + kind + " is none that a client sends");
    }
    String token = in.readVarString();
    return new Token(address, token, in.remaining() > 0 ? in.readVarString() : "");
  }

  /** The token is good; the client may edit unless {@code readOnly}. */
  public static byte[] authenticated(String address, boolean readOnly) {
    Lib0Writer out = begin(address, AUTH, 32);
    out.writeVarUint(AUTHENTICATED);
    out.writeVarString(readOnly ? "readonly" : "read-write");
    return out.toByteArray();
  }

  /**
   * The document stays closed to this client.
   *
   * @param reason what providers hand to their application
   */
  public static byte[] permissionDenied(String address, String reason) {
    Lib0Writer out = begin(address, AUTH, reason.length() + 8);
    out.writeVarUint(PERMISSION_DENIED);
    out.writeVarString(reason);
    return out.toByteArray();
  }

  /** Asks for a fresh token: providers 3 and 4 send one, 2 takes no notice. */
  public static byte[] tokenRequest(String address) {
    Lib0Writer out = begin(address, AUTH, 8);
    out.writeVarUint(TOKEN);
    return out.toByteArray();
  }

  /** The server's state vector, to be answered with a SyncStep2. */
  public static byte[] syncStep1(String address, Bytes stateVector) {
    Lib0Writer out = begin(address, SYNC, stateVector.length() + 16);
    out.writeVarUint(STEP_1);
    out.writeVarBytes(stateVector.array());
    return out.toByteArray();
  }

  /**
   * All of a SyncStep2 that comes before its update.
   *
   * @param length of the update, in bytes, which the caller sends right behind in the same message
   */
  public static byte[] syncStep2Head(String address, int length) {
    Lib0Writer out = begin(address, SYNC, 16);
    out.writeVarUint(STEP_2);
    out.writeVarUint(length);
    return out.toByteArray();
  }

  /** An update of others. */
  public static byte[] update(String address, Bytes update) {
    Lib0Writer out = begin(address, SYNC, update.length() + 16);
    out.writeVarUint(UPDATE);
    out.writeVarBytes(update.array());
    return out.toByteArray();
  }

  /** An awareness update of the y-protocols. */
  public static byte[] awareness(String address, Bytes update) {
    Lib0Writer out = begin(address, AWARENESS, update.length() + 16);
    out.writeVarBytes(update.array());
    return out.toByteArray();
  }

  /** What became of one Edit: everything in it is durable, or nothing of it was taken. */
  public static byte[] syncStatus(String address, boolean applied) {
    Lib0Writer out = begin(address, SYNC_STATUS, 8);
    out.writeVarUint(applied ? 1 : 0);
    return out.toByteArray();
  }

  /** The document is over for this client, for good: providers 3 and 4 only, 2 throws on it. */
  public static byte[] close(String address, String reason) {
    Lib0Writer out = begin(address, CLOSE, reason.length() + 8);
    out.writeVarString(reason);
    return out.toByteArray();
  }

  private static Lib0Writer begin(String address, int type, int room) {
    Lib0Writer out = new Lib0Writer(address.length() + room);
    out.writeVarString(address);
    out.writeVarUint(type);
    return out;
  }

  /** One line about a message of either direction: what it is and how long, never what it holds. */
  public static String describe(byte[] message) {
    if (message.length == 1 && message[0] == PONG) {
      return "pong";
    }
    Lib0Reader in = new Lib0Reader(message);
    try {
      String address = in.readVarString().replace('\0', '#');
      return address + " " + describeType(in) + " " + message.length + " bytes";
    } catch (MalformedUpdateException malformed) {
      return "malformed: " + malformed.reason() + " (at byte " + malformed.position() + ")";
    }
  }

  private static String describeType(Lib0Reader in) {
    long type = in.readVarUint();
    return switch ((int) Math.min(type, Integer.MAX_VALUE)) {
      case SYNC -> "sync." + word(in.readVarUint(), "step1", "step2", "update");
      case AWARENESS -> "awareness";
      case AUTH -> "auth." + word(in.readVarUint(), "token", "denied", "authenticated");
      case QUERY_AWARENESS -> "query-awareness";
      case STATELESS -> "stateless";
      case CLOSE -> "close";
      case SYNC_STATUS -> "sync-status " + (in.readVarUint() == 1 ? "applied" : "refused");
      default -> "type " + type;
    };
  }

  private static String word(long index, String... words) {
    return index < words.length ? words[(int) index] : Long.toString(index);
  }
}
