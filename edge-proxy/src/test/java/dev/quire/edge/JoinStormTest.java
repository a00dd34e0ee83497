package dev.quire.edge;

import static dev.quire.edge.world.Client.auth;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.quire.edge.world.Client;
import dev.quire.edge.world.EdgeWorld;
import dev.quire.edge.world.TestTokens;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Thousands who come and go. */
class JoinStormTest extends WatchedEdge {
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
}
