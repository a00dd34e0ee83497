package dev.quire.edge.world;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** A connection that says what no client library would. Remembers what it is told. */
public final class RawClient {
  private static final int BINARY = 0x82;
  private static final int MASKED = 0x80;

  private final NetSocket socket;
  private final ByteArrayOutputStream received = new ByteArrayOutputStream();
  public volatile boolean closed;

  RawClient(NetSocket socket) {
    this.socket = socket;
    socket.handler(
        bytes -> {
          synchronized (received) {
            received.writeBytes(bytes.getBytes());
          }
        });
    socket.closeHandler(gone -> closed = true);
    socket.exceptionHandler(fault -> {});
  }

  public RawClient send(byte[] bytes) {
    EdgeWorld.await(socket.write(Buffer.buffer(bytes)));
    return this;
  }

  /** Sends without waiting. */
  public void push(String text) {
    socket.write(text);
  }

  public RawClient send(String... lines) {
    return send((String.join("\r\n", lines) + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
  }

  /** Asks for an upgrade and waits for it. */
  public RawClient upgrades(String path) {
    send(
        "GET " + path + " HTTP/1.1",
        "Host: 127.0.0.1",
        "Upgrade: websocket",
        "Connection: Upgrade",
        "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
        "Sec-WebSocket-Version: 13",
        "");
    org.awaitility.Awaitility.await().until(() -> text().contains("\r\n\r\n"));
    return this;
  }

  public void close() {
    EdgeWorld.await(socket.close());
  }

  /** What was received, a character a byte. */
  public String text() {
    synchronized (received) {
      return received.toString(StandardCharsets.ISO_8859_1);
    }
  }

  /** A whole binary message as a client's frame, masked with zeros. */
  public static byte[] frame(byte[] message) {
    Buffer frame = Buffer.buffer().appendByte((byte) BINARY);
    if (message.length < 126) {
      frame.appendByte((byte) (MASKED | message.length));
    } else {
      frame.appendByte((byte) (MASKED | 126)).appendUnsignedShort(message.length);
    }
    return frame.appendInt(0).appendBytes(message).getBytes();
  }
}
