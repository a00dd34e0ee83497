package dev.quire.collab.lease;

import dev.quire.kit.Settings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;

/** Where the members of a test's lock cluster may be: free ports of the loopback interface. */
final class LockPlaces {
  private final List<Integer> ports;
  private final String name = "test-" + UUID.randomUUID();

  LockPlaces(int count) {
    ports = freePorts(count);
  }

  /** A cluster whose locks three members keep, for the member at this place. */
  LockCluster at(int place) {
    String all = ports.stream().map(port -> "127.0.0.1:" + port).collect(Collectors.joining(","));
    return LockCluster.from(
        Settings.of(
            Map.of(
                "QUIRE_LOCK_PORT",
                ports.get(place).toString(),
                "QUIRE_LOCK_MEMBERS",
                all,
                "QUIRE_LOCK_CLUSTER",
                name,
                "QUIRE_LOCK_CP_MEMBERS",
                "3")));
  }

  /**
   * Below those that systems give to outgoing connections: nobody takes one between this and a
   * member's start, or while it is being started again.
   */
  private static List<Integer> freePorts(int count) {
    Set<Integer> ports = new HashSet<>();
    while (ports.size() < count) {
      int port = ThreadLocalRandom.current().nextInt(10_000, 32_000);
      if (isFree(port)) {
        ports.add(port);
      }
    }
    return List.copyOf(ports);
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (IOException taken) {
      return false;
    }
  }
}
