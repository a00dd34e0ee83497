package dev.quire.edge.world;

import dev.quire.crdt.lib0.Lib0Writer;
import dev.quire.wire.client.HocuspocusProtocol;
import dev.quire.wire.client.YWebsocketProtocol;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocket;
import io.vertx.core.internal.http.WebSocketInternal;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/** A WebSocket client that remembers what it is told. */
public final class Client {
  public final WebSocket socket;
  public final List<byte[]> messages = new CopyOnWriteArrayList<>();
  public volatile int closeCode = -1;
  public volatile String closeReason = "";
  public volatile boolean closed;

  Client(WebSocket socket) {
    this.socket = socket;
    socket.binaryMessageHandler(message -> messages.add(message.getBytes()));
    socket.closeHandler(
        nothing -> {
          Short code = socket.closeStatusCode();
          String reason = socket.closeReason();
          closeCode = code == null ? 0 : code;
          closeReason = reason == null ? "" : reason;
          closed = true;
        });
    socket.exceptionHandler(fault -> {});
  }

  public void send(byte[] message) {
    EdgeWorld.await(socket.writeBinaryMessage(Buffer.buffer(message)));
  }

  /** Sends without waiting. */
  public void push(byte[] message) {
    socket.writeBinaryMessage(Buffer.buffer(message));
  }

  /** Cuts the connection without a word. */
  public void cut() {
    ((WebSocketInternal) socket).channelHandlerContext().close().addListener(done -> {});
  }

  /** Waits for a message of which {@link HocuspocusProtocol#describe} says this. */
  public byte[] awaitCollab(String description) {
    return await(message -> HocuspocusProtocol.describe(message).contains(description));
  }

  /** Waits for a message of which {@link YWebsocketProtocol#describe} says this. */
  public byte[] awaitYjs(String description) {
    return await(message -> YWebsocketProtocol.describe(message).contains(description));
  }

  private byte[] await(Predicate<byte[]> wanted) {
    org.awaitility.Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(5))
        .until(() -> messages.stream().anyMatch(wanted));
    return messages.stream().filter(wanted).findFirst().orElseThrow();
  }

  public long countCollab(String description) {
    return messages.stream()
        .filter(message -> HocuspocusProtocol.describe(message).contains(description))
        .count();
  }

  /** The code that the server closes with. */
  public int awaitClose() {
    org.awaitility.Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(5))
        .until(() -> closed);
    return closeCode;
  }

  /** Opens a document as a provider does, and waits till it is in sync. */
  public Client opens(String address, String token) {
    send(auth(address, token, "4.8.0"));
    send(step1(address));
    awaitCollab(address.replace('\0', '#') + " auth.authenticated");
    awaitCollab(address.replace('\0', '#') + " sync.step1");
    return this;
  }

  public static byte[] auth(String address, String token, String version) {
    Lib0Writer out = begin(address, 2);
    out.writeVarUint(0);
    out.writeVarString(token);
    if (!version.isEmpty()) {
      out.writeVarString(version);
    }
    return out.toByteArray();
  }

  public static byte[] step1(String address) {
    return sync(address, 0, new byte[] {0});
  }

  /** The state vector of an empty document, as y-websocket sends it. */
  public static byte[] plainStep1() {
    return new byte[] {0, 0, 1, 0};
  }

  public static byte[] update(String address, byte... update) {
    return sync(address, 2, update);
  }

  private static byte[] sync(String address, int step, byte[] body) {
    Lib0Writer out = begin(address, 0);
    out.writeVarUint(step);
    out.writeVarBytes(body);
    return out.toByteArray();
  }

  public static byte[] awareness(String address, byte... update) {
    Lib0Writer out = begin(address, 1);
    out.writeVarBytes(update);
    return out.toByteArray();
  }

  public static byte[] simple(String address, int type) {
    return begin(address, type).toByteArray();
  }

  private static Lib0Writer begin(String address, int type) {
    Lib0Writer out = new Lib0Writer();
    out.writeVarString(address);
    out.writeVarUint(type);
    return out;
  }
}
