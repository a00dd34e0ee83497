package dev.quire.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.quire.edge.world.EdgeWorld;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The closing handshake byte by byte: browsers take a second close frame for an error. */
class ClosingTest {
  private static final byte[] MASKED_TEXT_FRAME = {(byte) 0x81, (byte) 0x80, 0, 0, 0, 0};
  private static final byte[] MASKED_CLOSE_4400 = {
    (byte) 0x88, (byte) 0x82, 0, 0, 0, 0, 0x11, 0x30
  };

  private final EdgeWorld world = new EdgeWorld();

  @AfterEach
  void stop() {
    world.close();
  }

  @Test
  void oneCloseFrameIsSentAndTheClientsAnswerEndsTheConnection() {
    CopyOnWriteArrayList<Byte> received = new CopyOnWriteArrayList<>();
    boolean[] ended = new boolean[1];
    NetClient client = world.vertx.createNetClient();
    NetSocket socket =
        EdgeWorld.await(
            client
                .connect(world.port, "127.0.0.1")
                .onSuccess(
                    connected -> {
                      connected.handler(
                          bytes -> {
                            for (byte each : bytes.getBytes()) {
                              received.add(each);
                            }
                          });
                      connected.closeHandler(closed -> ended[0] = true);
                    }));
    EdgeWorld.await(
        socket.write(
            String.join(
                "\r\n",
                "GET /collab HTTP/1.1",
                "Host: 127.0.0.1",
                "Upgrade: websocket",
                "Connection: Upgrade",
                "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
                "Sec-WebSocket-Version: 13",
                "",
                "")));
    await().until(() -> text(received).contains("\r\n\r\n"));
    EdgeWorld.await(socket.write(Buffer.buffer(MASKED_TEXT_FRAME)));
    await().until(() -> closeFrames(received) == 1);
    EdgeWorld.await(socket.write(Buffer.buffer(MASKED_CLOSE_4400)));
    await().until(() -> ended[0]);

    assertThat(closeFrames(received)).isEqualTo(1);
  }

  /** How many close frames follow the answer to the upgrade. */
  private static int closeFrames(CopyOnWriteArrayList<Byte> received) {
    String text = text(received);
    int frames = 0;
    int at = text.indexOf("\r\n\r\n") + 4;
    while (at + 1 < text.length()) {
      frames += text.charAt(at) == 0x88 ? 1 : 0;
      at += 2 + text.charAt(at + 1);
    }
    return frames;
  }

  private static String text(CopyOnWriteArrayList<Byte> received) {
    byte[] bytes = new byte[received.size()];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = received.get(i);
    }
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }
}
