package dev.quire.kit.redis;

import dev.quire.kit.TestPorts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import redis.embedded.RedisServer;

/** A real Redis on loopback and a free port, that can be taken away and brought back. */
public final class TestRedis implements AutoCloseable {
  private static final String PASSWORD = "c2VjcmV0_-test";

  private final int port = TestPorts.free();
  private RedisServer server = start();

  private RedisServer start() {
    try {
      RedisServer started =
          RedisServer.newRedisServer()
              .port(port)
              .setting("bind 127.0.0.1")
              .setting("requirepass " + PASSWORD)
              .setting("save \"\"")
              .setting("appendonly no")
              .build();
      started.start();
      return started;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public URI url() {
    return URI.create("redis://:" + PASSWORD + "@127.0.0.1:" + port);
  }

  public void goesAway() {
    try {
      server.stop();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public void comesBack() {
    server = start();
  }

  @Override
  public void close() {
    goesAway();
  }
}
