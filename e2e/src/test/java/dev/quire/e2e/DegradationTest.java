package dev.quire.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What people notice while something that Quire needs is away, slow or forgetful, and that all goes
 * on by itself when it is back. The names say which row of {@code docs/failure-modes.md} is meant.
 * {@code -Dquire.degradation.seconds} is how long things are away, but PostgreSQL once for a
 * minute.
 */
@Tag("slow")
@Tag("chaos")
class DegradationTest {
  private static final Logger log = LoggerFactory.getLogger(DegradationTest.class);
  private static final long AWAY_MILLIS = 1_000 * Long.getLong("quire.degradation.seconds", 12);
  private static final long STOPPED_MILLIS = 60_000;
  private static final long SLOW_COMMIT_MILLIS = 200;

  /** What is on its way when a connection ends may still arrive within this. */
  private static final long LAST_WORDS_MILLIS = 1_000;

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private static BusyCluster busy;

  @BeforeAll
  static void start() throws Exception {
    busy = BusyCluster.start("degradation", 1);
  }

  @AfterAll
  static void stop() throws IOException {
    if (busy != null) {
      busy.close();
    }
  }

  /** Whatever it was: everybody is acknowledged again, nothing is lost, and all agree. */
  @AfterEach
  void allIsWellAgain() throws Exception {
    long back = System.currentTimeMillis();
    busy.awaitRecovery();
    log.info("everybody acknowledged {} ms later", System.currentTimeMillis() - back);
    busy.people().settle();
    busy.people().verify();
    busy.people().edit(BusyCluster.BETWEEN_EDITS_MILLIS);
  }

  @Test
  void f35WithPostgresqlStoppedNothingIsAcknowledgedAndAllGoesOnByItself() throws Exception {
    busy.servers().stop("postgres", "INT");
    try {
      assertNothingIsAcknowledged(STOPPED_MILLIS);
    } finally {
      busy.servers().start("postgres");
    }
  }

  @Test
  void f34F35WithPostgresqlRefusingConnectionsNothingIsAcknowledged() throws Exception {
    refuseFor("postgres");
  }

  @Test
  void f35WithSlowCommitsEditsWaitAndNoneIsLost() throws Exception {
    busy.people().waits();
    busy.proxy("postgres").delay(SLOW_COMMIT_MILLIS);
    busy.proxy("postgres of doc-1").delay(SLOW_COMMIT_MILLIS);
    try {
      busy.pause(AWAY_MILLIS);
    } finally {
      busy.proxy("postgres").delay(0);
      busy.proxy("postgres of doc-1").delay(0);
    }
    People.Waits waits = busy.people().waits();
    log.info("commits of {} ms: {}", SLOW_COMMIT_MILLIS, waits);
    assertThat(waits.p50()).isGreaterThanOrEqualTo(SLOW_COMMIT_MILLIS);
    assertThat(waits.count()).as("edits that were acknowledged meanwhile").isGreaterThan(50);
  }

  @Test
  void f36WithRedisStoppedEditingGoesOnAndPresenceComesBack() throws Exception {
    busy.servers().stop("redis", "TERM");
    try {
      assertEditingGoesOn();
    } finally {
      busy.servers().start("redis");
    }
    busy.people().awaitPresence();
  }

  @Test
  void f36AfterRedisForgotEverythingPresenceComesBack() throws Exception {
    busy.people().awaitPresence();
    flushRedis();
    assertEditingGoesOn();
    busy.people().awaitPresence();
  }

  @Test
  void f24WithADocProcessGoneTheOtherTakesTheAppends() throws Exception {
    busy.cluster().kill("doc-1");
    try {
      busy.awaitRecovery();
      assertEditingGoesOn();
    } finally {
      busy.cluster().run("start", "doc-1");
    }
  }

  /** It believes that it owns the document when it wakes; the epoch in the log knows better. */
  @Test
  void f18WhoSleptWhileAnotherTookOverGivesWay() throws Exception {
    long before = busy.epochOf(0);
    String sleeper = busy.ownerOf(0);
    busy.cluster().signal(sleeper, "STOP");
    try {
      busy.awaitRecovery();
      assertThat(busy.ownerOf(0)).isNotEqualTo(sleeper);
      assertThat(busy.epochOf(0)).isGreaterThan(before);
    } finally {
      busy.cluster().signal(sleeper, "CONT");
    }
  }

  /** The database takes long, and the process that asked it dies: nobody knows what it did. */
  @Test
  void f21AppendsOfUnknownOutcomeAreSettled() throws Exception {
    double before = unknownOutcomes();
    hush(TcpProxy.Mode.SILENT);
    try {
      busy.pause(LAST_WORDS_MILLIS);
      busy.cluster().kill("doc-1");
      busy.cluster().kill("doc-2");
    } finally {
      hush(TcpProxy.Mode.OPEN);
      busy.cluster().run("start", "doc-1");
      busy.cluster().run("start", "doc-2");
    }
    busy.awaitRecovery();
    assertThat(unknownOutcomes()).as("appends of unknown outcome").isGreaterThan(before);
  }

  private static void hush(TcpProxy.Mode mode) {
    busy.proxy("postgres").set(mode);
    busy.proxy("postgres of doc-1").set(mode);
  }

  private static double unknownOutcomes() throws IOException, InterruptedException {
    double all = 0;
    for (String collab : List.of("collab-1", "collab-2", "collab-3")) {
      all += busy.metric(collab, "quire_appends_unknown_total");
    }
    return all;
  }

  @Test
  void theLocksSayWhenTheirMajorityIsAwayAndWhenItIsBack() throws Exception {
    List<String> away = List.of("collab-1", "collab-2");
    for (String collab : away) {
      busy.cluster().signal(collab, "STOP");
    }
    try {
      await().until(() -> busy.metric("collab-3", "quire_locks_lost") == 1);
      assertThat(busy.health("collab-3").getString("locks")).isEqualTo("DEGRADED");
    } finally {
      for (String collab : away) {
        busy.cluster().signal(collab, "CONT");
      }
    }
    for (String collab : List.of("collab-1", "collab-2", "collab-3")) {
      await().until(() -> busy.metric(collab, "quire_locks_lost") == 0);
    }
  }

  private static ConditionFactory await() {
    return Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(500));
  }

  @Test
  void f5WithMessagesBetweenProcessesLostEverybodyIsCaughtUp() throws Exception {
    Assumptions.assumeTrue(MemberLinks.canBeCut(), "ss -K can end connections here");
    for (int round = 0; round < 5; round++) {
      for (String process : List.of("collab-1", "edge-1", "collab-2", "edge-2")) {
        assertThat(busy.breakLinksOf(process)).as("connections of " + process).isPositive();
        busy.pause(200);
      }
    }
  }

  private static void refuseFor(String server) throws Exception {
    busy.proxy(server).set(TcpProxy.Mode.REFUSING);
    busy.proxy(server + " of doc-1").set(TcpProxy.Mode.REFUSING);
    try {
      assertNothingIsAcknowledged(AWAY_MILLIS);
    } finally {
      busy.proxy(server).set(TcpProxy.Mode.OPEN);
      busy.proxy(server + " of doc-1").set(TcpProxy.Mode.OPEN);
    }
  }

  private static void assertNothingIsAcknowledged(long millis) throws Exception {
    busy.pause(LAST_WORDS_MILLIS);
    int saved = busy.people().saved();
    busy.pause(millis);
    assertThat(busy.people().saved()).as("edits acknowledged without a log").isEqualTo(saved);
  }

  private static void assertEditingGoesOn() throws Exception {
    busy.people().waits();
    int saved = busy.people().saved();
    busy.pause(AWAY_MILLIS);
    People.Waits waits = busy.people().waits();
    log.info("editing went on: {}", waits);
    assertThat(busy.people().saved() - saved).isGreaterThan(100);
  }

  /** Speaks RESP by hand: one command is not worth a client. */
  private static void flushRedis() throws IOException {
    URI url = busy.servers().url("redis");
    String password = url.getUserInfo().substring(1);
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), url.getPort())) {
      socket
          .getOutputStream()
          .write(("AUTH " + password + "\r\nFLUSHALL\r\n").getBytes(StandardCharsets.US_ASCII));
      assertThat(socket.getInputStream().readNBytes(10)).asString().isEqualTo("+OK\r\n+OK\r\n");
    }
  }
}
