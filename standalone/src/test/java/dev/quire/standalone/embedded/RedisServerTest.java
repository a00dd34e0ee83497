package dev.quire.standalone.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedisServerTest {
  private static final Programs PROGRAMS =
      new Programs(Path.of("target", "programs").toAbsolutePath());

  @TempDir Path folder;
  private RedisServer server;

  @BeforeEach
  void start() throws IOException {
    server = RedisServer.start(folder.resolve("redis"), PROGRAMS);
  }

  @AfterEach
  void stop() throws IOException {
    server.stop();
  }

  @Test
  void answersOnlyThoseWhoKnowThePassword() throws IOException {
    String password = URI.create(server.url()).getUserInfo().substring(1);

    assertThat(say("PING")).startsWith("-NOAUTH");
    assertThat(say("AUTH " + password)).isEqualTo("+OK");
  }

  @Test
  void isGoneAfterAStop() throws IOException {
    long pid = server.pid();

    server.stop();

    assertThat(pid).isPositive();
    assertThat(server.pid()).isZero();
  }

  @Test
  void takesThePlaceOfTheServerThatAKilledProcessLeftRunning() throws IOException {
    long pid = server.pid();
    int port = URI.create(server.url()).getPort();

    server = RedisServer.start(folder.resolve("redis"), PROGRAMS);

    assertThat(server.pid()).isNotEqualTo(pid).isPositive();
    assertThat(URI.create(server.url()).getPort()).isEqualTo(port);
  }

  @Test
  void keepsItsPasswordSoThatWhoeverUsedItGoesOn() throws IOException {
    String url = server.url();
    ProcessHandle.of(server.pid()).orElseThrow().destroyForcibly();

    server = RedisServer.start(folder.resolve("redis"), PROGRAMS);

    assertThat(server.url()).isEqualTo(url);
  }

  private String say(String command) throws IOException {
    int port = URI.create(server.url()).getPort();
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
      byte[] answer = new byte[64];
      int length = socket.getInputStream().read(answer);
      return new String(answer, 0, length, StandardCharsets.US_ASCII).strip();
    }
  }
}
