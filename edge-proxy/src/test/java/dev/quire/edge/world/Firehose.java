package dev.quire.edge.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * A connection that sends as much as it is let, from a thread of its own that holds next to nothing
 * itself, and reads nothing.
 */
public final class Firehose implements AutoCloseable {
  private static final int BINARY = 0x02;
  private static final int FINAL_BINARY = 0x82;
  private static final int MASKED_EIGHT_BYTES = 0xff;
  private static final byte[] NOTHING = new byte[64 << 10];

  private final Socket socket;
  private final DataOutputStream out;
  private volatile boolean ended;
  private volatile boolean cutOff;

  /** Connects to the edge and sends these lines of a request. */
  public Firehose(EdgeWorld world, String... lines) {
    try {
      socket = new Socket(InetAddress.getLoopbackAddress(), world.port);
      out = new DataOutputStream(socket.getOutputStream());
      out.write((String.join("\r\n", lines) + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** A socket of {@code /collab}, and whose it is. */
  public static Firehose member(EdgeWorld world, String document, String token) {
    Firehose member =
        new Firehose(
            world,
            "GET /collab HTTP/1.1",
            "Host: 127.0.0.1",
            "Upgrade: websocket",
            "Connection: Upgrade",
            "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
            "Sec-WebSocket-Version: 13",
            "");
    member.untilUpgraded();
    try {
      member.out.write(RawClient.frame(Client.auth(document, token, "4.8.0")));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return member;
  }

  private void untilUpgraded() {
    try {
      for (int lineEnds = 0; lineEnds < 2; ) {
        int next = socket.getInputStream().read();
        assertThat(next).as("the answer goes on").isNotNegative();
        lineEnds = next == '\n' ? lineEnds + 1 : next == '\r' ? lineEnds : 0;
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** So many bytes of zeros. */
  public void bytes(long many) {
    begin(() -> zeros(many));
  }

  /** The beginning of a message in pieces of so many bytes, of which none is the last. */
  public void messageWithoutEnd(int pieces, int pieceBytes) {
    begin(
        () -> {
          for (int i = 0; i < pieces; i++) {
            frame(i == 0 ? BINARY : 0, pieceBytes);
            zeros(pieceBytes);
          }
        });
  }

  /** The same message again and again. */
  public void messages(int many, byte[] message) {
    begin(
        () -> {
          for (int i = 0; i < many; i++) {
            frame(FINAL_BINARY, message.length);
            out.write(message);
          }
        });
  }

  private void frame(int head, long length) throws IOException {
    out.writeByte(head);
    out.writeByte(MASKED_EIGHT_BYTES);
    out.writeLong(length);
    out.writeInt(0);
  }

  private void zeros(long many) throws IOException {
    for (long left = many; left > 0; left -= NOTHING.length) {
      out.write(NOTHING, 0, (int) Math.min(NOTHING.length, left));
    }
  }

  private interface Sending {
    void run() throws IOException;
  }

  private void begin(Sending sending) {
    Thread thread =
        new Thread(
            () -> {
              try {
                sending.run();
              } catch (IOException cut) {
                // What this is for: the edge has had enough, or the test is over.
                cutOff = true;
              }
              ended = true;
            },
            "firehose");
    thread.setDaemon(true);
    thread.start();
  }

  /** Whether all has been taken, or the edge has cut it off. */
  public boolean hasEnded() {
    return ended;
  }

  /** Whether the edge did not let it go on to the end. */
  public boolean wasCutOff() {
    return cutOff;
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
