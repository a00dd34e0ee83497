package dev.quire.e2e;

import java.nio.file.Files;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What ends a right acts on everything that is open by it, on two edges of separate processes. */
@Tag("slow")
class RevocationTest {
  private static final Logger log = LoggerFactory.getLogger(RevocationTest.class);

  @Test
  void whatEndsARightActsOnBothEdgesAndByBothProtocolsWithinASecond() throws Exception {
    try (RunningCluster cluster = new RunningCluster("revocation")) {
      cluster.run(
          "up", "--edge", "2", "--collab", "2", "--doc", "1", "--auth", "1", "--presence", "1");
      Map<String, String> coordinates = new TreeMap<>(cluster.coordinates());
      int port = cluster.firstPort();
      coordinates.put(
          "QUIRE_EDGES", "http://127.0.0.1:" + port + ",http://127.0.0.1:" + (port + 1));
      coordinates.put(
          "QUIRE_AUTH_MANAGEMENT", "http://127.0.0.1:" + cluster.member("auth-1").managementPort());
      NodeTests.run("revocation", coordinates);
      Files.readString(Repository.OUTPUT.resolve("node").resolve("revocation.log"))
          .lines()
          .filter(line -> line.contains("measured "))
          .forEach(line -> log.info("{}", line.strip()));
    }
  }
}
