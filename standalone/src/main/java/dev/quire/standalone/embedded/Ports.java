package dev.quire.standalone.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;

/** Which port of the loopback interface a server gets. Blocks; safe from any thread. */
final class Ports {
  private Ports() {}

  /**
   * The port in that file where it is still free, so that tools pointed at it keep working; any
   * other free one otherwise, written to the file.
   */
  static int remembered(Path file) throws IOException {
    String last = PrivateFiles.read(file);
    if (last.matches("\\d{1,5}") && isFree(Integer.parseInt(last))) {
      return Integer.parseInt(last);
    }
    int port = anyFree();
    PrivateFiles.write(file, Integer.toString(port));
    return port;
  }

  private static int anyFree() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (IOException taken) {
      return false;
    }
  }
}
