package dev.quire.collab.lease;

import dev.quire.kit.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
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

  private static List<Integer> freePorts(int count) {
    Set<Integer> ports = new HashSet<>();
    while (ports.size() < count) {
      try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        ports.add(socket.getLocalPort());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return List.copyOf(ports);
  }
}
