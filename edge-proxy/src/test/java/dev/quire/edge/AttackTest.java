package dev.quire.edge;

import static dev.quire.edge.world.Client.auth;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.quire.edge.world.Client;
import dev.quire.edge.world.EdgeWorld;
import dev.quire.edge.world.RawClient;
import dev.quire.edge.world.TestTokens;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.http.WebSocketConnectOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Clients that mean harm, beside one who edits and must not notice. */
@SuppressWarnings("NullAway.Init") // Each test makes its world.
class AttackTest {
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private EdgeWorld world;
  private Client alice;
  private int edits;

  private void world(String... settings) {
    world = new EdgeWorld(settings);
    alice = world.collab().opens("notes", world.tokens.external("editor"));
  }

  @BeforeEach
  void count() {
    Metrics.addRegistry(meters);
  }

  @AfterEach
  void stop() {
    Metrics.removeRegistry(meters);
    if (world != null) {
      world.close();
    }
  }

  @Test
  void strangersTakeNoMoreSocketsThanTheyMayAndNoneForLong() {
    world("QUIRE_LIMIT_UNAUTHENTICATED_SOCKETS", "100", "QUIRE_LIMIT_AUTHENTICATE_MILLIS", "10000");
    List<Future<Client>> strangers = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      strangers.add(world.tryConnect(new WebSocketConnectOptions().setURI("/collab")));
    }
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> strangers.stream().allMatch(Future::isComplete));
    List<Client> in = strangers.stream().filter(Future::succeeded).map(Future::result).toList();
    assertThat(in).hasSizeLessThanOrEqualTo(100).hasSizeGreaterThan(50);
    assertThat(reached("unauthenticated_sockets")).isPositive();
    edits();
    for (Client each : in) {
      assertThat(each.awaitClose()).isEqualTo(4408);
    }
    world.collab().opens("notes", world.tokens.external("viewer"));
    edits();
  }

  @Test
  void headersThatComeByteByByteAreWaitedForOnlySoLong() {
    world("QUIRE_LIMIT_REQUEST_MILLIS", "1500");
    RawClient http = world.raw().send("GET /api/v1/documents HTTP/1.1", "Host: 127.0.0.1");
    RawClient upgrade =
        world.raw().send("GET /collab HTTP/1.1", "Host: 127.0.0.1", "Upgrade: websocket");
    drip(http, upgrade);
    edits();
    assertThat(reached("request_millis")).isEqualTo(2);
  }

  /** A header's bytes, one at a time, until both connections are closed. */
  private static void drip(RawClient... clients) {
    await()
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(100))
        .until(
            () -> {
              for (RawClient client : clients) {
                if (!client.closed) {
                  client.push("x");
                }
              }
              return Arrays.stream(clients).allMatch(client -> client.closed);
            });
  }

  @Test
  void oneAddressHasNoMoreSocketsThanItMayAndAnotherIsNoneOfItsBusiness() {
    world("QUIRE_LIMIT_SOCKETS_PER_ADDRESS", "2", "QUIRE_EDGE_TRUSTED_PROXIES", "127.0.0.1");
    world.collab();
    assertThatThrownBy(world::collab).rootCause().hasMessageContaining("429");
    assertThat(reached("sockets_per_address")).isEqualTo(1);
    Client first = world.connect(from("203.0.113.1"));
    world.connect(from("203.0.113.1"));
    assertThatThrownBy(() -> world.connect(from("1.2.3.4, 203.0.113.1")))
        .rootCause()
        .hasMessageContaining("429");
    EdgeWorld.await(first.socket.close());
    await().untilAsserted(() -> world.connect(from("203.0.113.1")));
    edits();
  }

  @Test
  void whoeverHasAWholeNetworkOfAddressesCountsAsOne() {
    world("QUIRE_LIMIT_SOCKETS_PER_ADDRESS", "2", "QUIRE_EDGE_TRUSTED_PROXIES", "127.0.0.1");
    world.connect(from("2001:db8:0:1::1"));
    world.connect(from("2001:db8:0:1:ffff::2"));
    assertThatThrownBy(() -> world.connect(from("2001:db8:0:1::3")))
        .rootCause()
        .hasMessageContaining("429");
    world.connect(from("2001:db8:0:2::1"));
    edits();
  }

  /** A fault of ours in looking at them would keep a place in the line, and soon all of them. */
  @Test
  void tokensWithNothingWhereTheirKeyShouldBeKeepNobodyOut() {
    world("QUIRE_LIMIT_UPDATE_FRAMES_PER_SECOND", "0");
    for (String header :
        List.of(
            "{\"alg\":null}", "{\"alg\":\"EdDSA\",\"kid\":null}", "{\"alg\":7}", "[]", "null")) {
      String token =
          Base64.getUrlEncoder().encodeToString(header.getBytes(UTF_8)).replace("=", "")
              + ".e30.e30";
      for (int i = 0; i < 10; i++) {
        Client collab = world.collab();
        collab.send(auth("notes", token, ""));
        collab.awaitCollab("notes auth.denied");
        assertThat(world.yjs("notes", token).awaitClose()).isEqualTo(4401);
      }
    }
    world.collab().opens("others", world.tokens.external("editor"));
    edits();
  }

  /** A provider sends one at a time; whoever sends them without end is read no faster than that. */
  @Test
  void tokensForAnOpenDocumentAreLookedAtOneAfterTheOther() {
    world("QUIRE_LIMIT_UPDATE_FRAMES_PER_SECOND", "0");
    String token = world.tokens.external("editor");
    for (int i = 0; i < 1_000; i++) {
      alice.send(auth("notes", token, ""));
    }
    edits();
  }

  private static WebSocketConnectOptions from(String address) {
    return new WebSocketConnectOptions().setURI("/collab").addHeader("X-Forwarded-For", address);
  }

  @Test
  void oneUserHasNoMoreSocketsThanHeMay() {
    world("QUIRE_LIMIT_SOCKETS_PER_USER", "2");
    String token = world.tokens.external("editor");
    Client second = world.yjs("notes", token);
    second.send(new byte[] {0, 0, 1, 0});
    second.awaitYjs("sync.step1");
    Client third = world.yjs("notes", token);
    assertThat(third.awaitClose()).isEqualTo(1013);
    assertThat(reached("sockets_per_user")).isEqualTo(1);
    edits();
    EdgeWorld.await(second.socket.close());
    await()
        .untilAsserted(
            () -> {
              Client again = world.yjs("notes", token);
              again.send(new byte[] {0, 0, 1, 0});
              again.awaitYjs("sync.step1");
            });
  }

  @Test
  void connectionsAreBounded() {
    world("QUIRE_LIMIT_CONNECTIONS", "3");
    world.raw();
    world.raw();
    RawClient tooMany = world.raw();
    await().until(() -> tooMany.closed);
    assertThat(reached("connections")).isEqualTo(1);
    edits();
  }

  @Test
  void http2InTheClearIsNotSpoken() {
    world();
    RawClient prior = world.raw().send("PRI * HTTP/2.0", "", "SM", "");
    await().until(() -> prior.closed || prior.text().startsWith("HTTP/1.1"));
    RawClient upgrade =
        world
            .raw()
            .send(
                "GET /api/v1/none HTTP/1.1",
                "Host: 127.0.0.1",
                "Connection: Upgrade, HTTP2-Settings",
                "Upgrade: h2c",
                "HTTP2-Settings: AAMAAABkAAQAAP__",
                "");
    await().until(() -> upgrade.text().contains("\r\n\r\n"));
    assertThat(upgrade.text()).startsWith("HTTP/1.1 404");
    edits();
  }

  @Test
  void compressedFramesAreNotAgreedOnAndEndTheSocket() {
    world();
    RawClient bomb =
        world
            .raw()
            .send(
                "GET /collab HTTP/1.1",
                "Host: 127.0.0.1",
                "Upgrade: websocket",
                "Connection: Upgrade",
                "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
                "Sec-WebSocket-Version: 13",
                "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits",
                "");
    await().until(() -> bomb.text().contains("\r\n\r\n"));
    assertThat(bomb.text()).startsWith("HTTP/1.1 101").doesNotContainIgnoringCase("deflate");
    byte[] frame = RawClient.frame(new byte[100]);
    frame[0] |= 0x40;
    bomb.send(frame);
    await().atMost(Duration.ofSeconds(20)).until(() -> bomb.closed);
    assertThat(reached("malformed")).isEqualTo(1);
    edits();
  }

  @Test
  void compressedBodiesStayAsTheyAre() throws IOException {
    world();
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(new byte[20_000]);
    }
    world
        .raw()
        .send(
            "POST /api/v1/auth/bomb HTTP/1.1",
            "Host: 127.0.0.1",
            "Content-Encoding: gzip",
            "Content-Type: application/octet-stream",
            "Content-Length: " + packed.size(),
            "")
        .send(packed.toByteArray());
    await().until(() -> !world.services.requests.isEmpty());
    assertThat(world.services.requests.get(0).body().length()).isEqualTo(packed.size());
    edits();
  }

  @Test
  void framesCutShortAnywhereHarmNobodyButTheirSender() {
    world();
    String token = world.tokens.external("editor");
    byte[] whole = Client.update("notes", (byte) 1, (byte) 2, (byte) 3);
    for (int length = 0; length < whole.length; length++) {
      Client vandal = world.collab().opens("notes", token);
      vandal.push(Arrays.copyOf(whole, length));
      Client plain = world.yjs("notes", token);
      plain.push(Arrays.copyOf(new byte[] {0, 2, 5, 1, 2, 3, 4, 5}, Math.min(length, 7)));
    }
    edits();
    assertThat(alice.closed).isFalse();
  }

  /**
   * Of ten users, by both protocols: on sockets that stay, on sockets that go with a word and
   * without one, and before they are let in. {@code ManyJoinsTest} and {@code JoinsTest} do a
   * hundred thousand with fakes.
   */
  @Test
  void aStormOfJoinsAndLeavesLeavesNothingBehind() {
    world();
    List<Client> storm = new ArrayList<>();
    List<String> tokens = new ArrayList<>();
    for (int user = 0; user < 10; user++) {
      storm.add(world.collab());
      tokens.add(
          world.tokens.external(TestTokens.externalClaims("editor").put("sub", "storm-" + user)));
    }
    for (int i = 0; i < 3_000; i++) {
      String document = "storm-" + i % 50;
      storm.get(i % 10).push(Client.auth(document, tokens.get(i % 10), "4.8.0"));
      storm.get(i % 10).push(Client.simple(document, 7));
      if (i % 10 == 0) {
        hitAndRun(document, tokens.get(i / 10 % 10), i / 10);
      }
      if (i % 500 == 0) {
        edits();
      }
    }
    storm.forEach(client -> EdgeWorld.await(client.socket.close()));

    await().atMost(Duration.ofSeconds(60)).untilAsserted(this::onlyAliceIsHere);
    edits();
  }

  /** Comes by a socket of its own and is gone before, while or after it is let in. */
  private void hitAndRun(String document, String token, int time) {
    if (time % 2 == 0) {
      Client yjs = world.yjs(document, token);
      yjs.push(Client.plainStep1());
      yjs.socket.close();
      return;
    }
    Client collab = world.collab();
    collab.push(auth(document, token, "4.8.0"));
    collab.push(Client.step1(document));
    if (time % 20 == 1) {
      collab.awaitCollab(document + " auth.authenticated");
      collab.cut();
    } else if (time % 4 == 1) {
      collab.cut();
    } else {
      collab.socket.close();
    }
  }

  private void onlyAliceIsHere() {
    assertThat(meters.get("quire.edge.sockets").gauge().value()).isEqualTo(1);
    assertThat(meters.get("quire.edge.sockets.unauthenticated").gauge().value()).isZero();
    for (String each : List.of("documents", "sessions", "presences", "users", "addresses")) {
      assertThat(held(each)).as(each).isEqualTo(1);
    }
    assertThat(held("joins")).as("joins").isZero();
    assertThat(held("upgrades")).as("upgrades").isZero();
    assertThat(world.owners.sessions()).isEqualTo(1);
    assertThat(world.services.present()).isEqualTo(1);
  }

  private double held(String what) {
    return meters.get("quire.edge.held").tag("of", what).gauge().value();
  }

  /** Alice edits, and is answered within a time that a person would call at once. */
  private void edits() {
    long before = alice.countCollab("sync-status applied");
    alice.send(Client.update("notes", (byte) ++edits, (byte) 9));
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> alice.countCollab("sync-status applied") > before);
  }

  private double reached(String limit) {
    return meters.find("quire.edge.limit.reached").tag("limit", limit).counters().stream()
        .mapToDouble(Counter::count)
        .sum();
  }
}
