package dev.quire.edge;

import static dev.quire.edge.world.Client.auth;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.quire.edge.world.Client;
import dev.quire.edge.world.RawClient;
import io.vertx.core.Future;
import io.vertx.core.http.WebSocketConnectOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Clients that mean harm, beside one who edits and must not notice. */
class AttackTest extends WatchedEdge {
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
    String token = token("alice");
    for (int i = 0; i < 1_000; i++) {
      alice.send(auth("notes", token, ""));
    }
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
}
