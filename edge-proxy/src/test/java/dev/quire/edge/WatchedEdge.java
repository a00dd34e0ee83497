package dev.quire.edge;

import static dev.quire.edge.world.Client.update;
import static org.awaitility.Awaitility.await;

import dev.quire.edge.world.Client;
import dev.quire.edge.world.EdgeWorld;
import dev.quire.edge.world.TestTokens;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.http.WebSocketConnectOptions;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * An edge whose counts are read, and alice, who must not notice what others do. Rates are one a
 * second in these tests where they can be, so that whoever is slow to look sees the same.
 */
@SuppressWarnings("NullAway.Init") // Each test makes its world.
abstract class WatchedEdge {
  /** What a rate of one a second lets through besides, while a test looks. */
  static final int MEANWHILE = 60;

  final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  EdgeWorld world;
  Client alice;
  int edits;

  void world(String... settings) {
    world = new EdgeWorld(settings);
    alice = world.connect(from("198.51.100.1")).opens("notes", token("alice"));
  }

  /** Without alice. */
  EdgeWorld bare(String... settings) {
    world = new EdgeWorld(settings);
    return world;
  }

  /** Where a proxy's word for addresses is believed. */
  static String[] with(String... settings) {
    String[] all = new String[settings.length + 2];
    System.arraycopy(settings, 0, all, 2, settings.length);
    all[0] = "QUIRE_EDGE_TRUSTED_PROXIES";
    all[1] = "127.0.0.1";
    return all;
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

  static WebSocketConnectOptions from(String address) {
    return new WebSocketConnectOptions().setURI("/collab").addHeader("X-Forwarded-For", address);
  }

  Client mob(String address, String user, String document) {
    return world.connect(from(address)).opens(document, token(user));
  }

  String token(String user) {
    return world.tokens.external(TestTokens.externalClaims("editor").put("sub", user));
  }

  /** Alice edits, and is answered within a time that a person would call at once. */
  void edits() {
    long before = alice.countCollab("sync-status applied");
    alice.send(update("notes", (byte) ++edits, (byte) 9));
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> alice.countCollab("sync-status applied") > before);
  }

  double reached(String limit) {
    return meters.find("quire.edge.limit.reached").tag("limit", limit).counters().stream()
        .mapToDouble(Counter::count)
        .sum();
  }
}
