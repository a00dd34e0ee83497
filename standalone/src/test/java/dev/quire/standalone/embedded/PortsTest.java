package dev.quire.standalone.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PortsTest {
  @TempDir Path folder;

  @Test
  void givesThePortOfLastTimeAgain() throws IOException {
    int port = Ports.remembered(folder.resolve("port"));

    assertThat(Ports.remembered(folder.resolve("port"))).isEqualTo(port);
  }

  @Test
  void waitsForAPredecessorThatIsJustEnding() throws Exception {
    try (ServerSocket predecessor = listening()) {
      Files.writeString(folder.resolve("port"), Integer.toString(predecessor.getLocalPort()));
      var ending =
          CompletableFuture.runAsync(
              () -> close(predecessor),
              CompletableFuture.delayedExecutor(200, TimeUnit.MILLISECONDS));

      assertThat(Ports.remembered(folder.resolve("port"))).isEqualTo(predecessor.getLocalPort());
      ending.join();
    }
  }

  @Test
  void drawsAnotherPortWhereSomebodyElseKeepsTheLast() throws IOException {
    try (ServerSocket somebody = listening()) {
      Files.writeString(folder.resolve("port"), Integer.toString(somebody.getLocalPort()));

      int port = Ports.remembered(folder.resolve("port"));

      assertThat(port).isNotEqualTo(somebody.getLocalPort());
      assertThat(folder.resolve("port")).hasContent(Integer.toString(port));
    }
  }

  private static ServerSocket listening() throws IOException {
    return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
  }

  private static void close(ServerSocket socket) {
    try {
      socket.close();
    } catch (IOException failed) {
      throw new AssertionError(failed);
    }
  }
}
