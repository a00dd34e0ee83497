package dev.quire.kit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/** Ports for the servers that tests start. Safe from any thread. */
public final class TestPorts {
  private static final int FIRST = 10_100;
  private static final int END = 32_000;
  private static final Set<Integer> DRAWN = ConcurrentHashMap.newKeySet();

  private TestPorts() {}

  /**
   * A port of the loopback interface that is free just now, and that this process has not drawn
   * before. Below those that systems give to outgoing connections, one of which would else take it
   * before the server listens there, or while it is away.
   */
  public static int free() {
    for (int tries = 0; tries < 1_000; tries++) {
      int port = ThreadLocalRandom.current().nextInt(FIRST, END);
      if (isFree(port) && DRAWN.add(port)) {
        return port;
      }
    }
    throw new IllegalStateException("no port is free");
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (IOException taken) {
      return false;
    }
  }
}
