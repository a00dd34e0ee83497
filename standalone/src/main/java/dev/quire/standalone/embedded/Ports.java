package dev.quire.standalone.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** Which port of the loopback interface a server gets. Blocks; safe from any thread. */
final class Ports {
  private static final Duration PREDECESSOR_ENDS = Duration.ofSeconds(2);

  /**
   * Below those that systems give to outgoing connections, one of which would else take it before
   * the server listens there, or while it is being started again.
   */
  private static final int FIRST = 10_100;

  private static final int END = 32_000;
  private static final int TRIES = 1_000;

  private Ports() {}

  /**
   * The port in that file where it is still free, so that tools pointed at it keep working; any
   * other free one otherwise, written to the file.
   *
   * <p>A server killed a moment ago may hold its port a little longer than anything else tells that
   * it lives: its sockets close with the last of its threads. So a taken port gets {@link
   * #PREDECESSOR_ENDS} before it counts as somebody else's.
   */
  static int remembered(Path file) throws IOException {
    String last = PrivateFiles.read(file);
    if (last.matches("\\d{1,5}")
        && Waiting.until(PREDECESSOR_ENDS, () -> isFree(Integer.parseInt(last)))) {
      return Integer.parseInt(last);
    }
    int port = anyFree();
    PrivateFiles.write(file, Integer.toString(port));
    return port;
  }

  private static int anyFree() throws IOException {
    for (int tries = 0; tries < TRIES; tries++) {
      int port = ThreadLocalRandom.current().nextInt(FIRST, END);
      if (isFree(port)) {
        return port;
      }
    }
    throw new IOException("No port of " + FIRST + " to " + END + " of this machine is free.");
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (IOException taken) {
      return false;
    }
  }
}
