package dev.quire.edge;

import static dev.quire.edge.world.Client.auth;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.quire.edge.world.Client;
import dev.quire.edge.world.RawClient;
import dev.quire.edge.world.TestTokens;
import dev.quire.wire.Role;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How often users and addresses may come: documents that are opened, sockets, faults. */
class ArrivalsTest extends WatchedEdge {
  @Test
  void aUserOpensNoMoreDocumentsThanMayBe() {
    world(with("QUIRE_LIMIT_USER_JOINS_PER_SECOND", "1", "QUIRE_LIMIT_USER_JOINS_BURST", "3"));
    int before = world.services.accessAsked.get();
    Client mob = world.connect(from("203.0.113.1"));
    for (int i = 0; i < 100; i++) {
      mob.push(auth("storm-" + i, token("mob"), "4.8.0"));
    }

    await().until(() -> reached("user_joins_per_second") > 0);
    assertThat(world.services.accessAsked.get() - before).isLessThan(MEANWHILE);
    world.connect(from("198.51.100.1")).opens("notes", token("bob"));
    edits();
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> mob.countCollab("storm-4 auth.authenticated") == 1);
  }

  @Test
  void theUsersOfOneAddressOpenNoMoreDocumentsThanMayBe() {
    world(
        with("QUIRE_LIMIT_ADDRESS_JOINS_PER_SECOND", "1", "QUIRE_LIMIT_ADDRESS_JOINS_BURST", "3"));
    int before = world.services.accessAsked.get();
    for (int user = 0; user < 100; user++) {
      world.connect(from("203.0.113.1")).push(auth("storm-" + user, token("mob-" + user), "4.8.0"));
    }

    await().until(() -> reached("address_joins_per_second") > 0);
    assertThat(world.services.accessAsked.get() - before).isLessThan(MEANWHILE);
    world.connect(from("198.51.100.1")).opens("notes", token("bob"));
    edits();
  }

  @Test
  void documentsAreOpenedSoManyAtATime() {
    world("QUIRE_LIMIT_JOINS_AT_ONCE", "1");
    Promise<Void> held = Promise.promise();
    world.services.accessHeld = held.future();
    List<Client> sockets = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      Client socket = world.collab();
      socket.push(auth("storm-" + i, token("mob"), "4.8.0"));
      sockets.add(socket);
    }

    await().until(() -> reached("joins_at_once") > 0);
    held.complete();
    for (int i = 0; i < 5; i++) {
      sockets.get(i).awaitCollab("storm-" + i + " auth.authenticated");
    }
    edits();
  }

  @Test
  void ofOneUserSoManyDocumentsAreOpenedAtATimeAndOthersPassBy() {
    world("QUIRE_LIMIT_JOINS_AT_ONCE_EACH", "1");
    Promise<Void> held = Promise.promise();
    world.services.accessHeld = held.future();
    Client first = world.collab();
    first.push(auth("storm-1", token("mob"), "4.8.0"));
    await().until(() -> world.services.accessAsked.get() == 2);
    Client second = world.collab();
    second.push(auth("storm-2", token("mob"), "4.8.0"));

    await().until(() -> reached("joins_at_once_each") > 0);
    held.complete();
    second.awaitCollab("storm-2 auth.authenticated");
    edits();
  }

  @Test
  void anAddressThatOpensSocketsTooFastWaitsAndNobodyElseDoes() {
    world(
        with(
            "QUIRE_LIMIT_ADDRESS_SOCKETS_PER_SECOND",
            "1",
            "QUIRE_LIMIT_ADDRESS_SOCKETS_BURST",
            "3"));
    List<Future<Client>> mob = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      mob.add(world.tryConnect(from("203.0.113.1")));
    }

    await().until(() -> reached("address_sockets_per_second") > 0);
    world.connect(from("198.51.100.2"));
    edits();
    await().atMost(Duration.ofSeconds(60)).until(() -> mob.stream().allMatch(Future::succeeded));
  }

  @Test
  void soManyWaitToConnectAndTheNextIsRefused() {
    world(
        with(
            "QUIRE_LIMIT_ADDRESS_SOCKETS_PER_SECOND", "1",
            "QUIRE_LIMIT_ADDRESS_SOCKETS_BURST", "1",
            "QUIRE_LIMIT_WAITING_UPGRADES", "1"));
    List<Future<Client>> mob = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      mob.add(world.tryConnect(from("203.0.113.1")));
    }

    await().until(() -> mob.stream().allMatch(Future::isComplete));
    assertThat(mob).anyMatch(Future::failed);
    assertThat(reached("waiting_upgrades")).isPositive();
    edits();
  }

  @Test
  void anAddressThatSendsGarbageAgainAndAgainWaitsBeforeItIsLetIn() {
    world(
        with(
            "QUIRE_LIMIT_ADDRESS_FAULTS_PER_SECOND", "1", "QUIRE_LIMIT_ADDRESS_FAULTS_BURST", "2"));
    for (int i = 0; i < 4; i++) {
      Client vandal = world.connect(from("203.0.113.1"));
      vandal.push(new byte[] {(byte) 0xff, (byte) 0xff, (byte) 0xff});
      assertThat(vandal.awaitClose()).isEqualTo(4400);
    }
    Future<Client> again = world.tryConnect(from("203.0.113.1"));

    world.connect(from("198.51.100.2"));
    edits();
    await().atMost(Duration.ofSeconds(30)).until(again::succeeded);
    assertThat(reached("address_faults_per_second")).isPositive();
  }

  @Test
  void whoIsKnownAnswersForHisFaultsHimselfAndNotHisAddress() {
    world(with("QUIRE_LIMIT_USER_FAULTS_PER_SECOND", "1", "QUIRE_LIMIT_USER_FAULTS_BURST", "1"));
    for (int i = 0; i < 3; i++) {
      Client vandal = mob("198.51.100.1", "mob", "hot");
      vandal.push(new byte[] {(byte) 0xff, (byte) 0xff, (byte) 0xff});
      assertThat(vandal.awaitClose()).isEqualTo(4400);
    }

    assertThat(reached("user_faults_per_second")).isPositive();
    assertThat(reached("address_faults_per_second")).isZero();
    edits();
  }

  @Test
  void aTokenThatIsRefusedIsAFaultAndASignInThatEndsIsNone() {
    world(
        with(
            "QUIRE_LIMIT_ADDRESS_FAULTS_PER_SECOND", "1",
            "QUIRE_LIMIT_ADDRESS_FAULTS_BURST", "2",
            "QUIRE_LIMIT_USER_FAULTS_PER_SECOND", "1",
            "QUIRE_LIMIT_USER_FAULTS_BURST", "1"));
    world.services.memberships.put("hot", Role.EDITOR);
    for (int i = 0; i < 3; i++) {
      String session = "session-" + i;
      Client member =
          world
              .connect(from("203.0.113.9"))
              .opens("hot", world.tokens.own(TestTokens.ownClaims().put("sid", session)));
      world.services.endSignIn(session);
      assertThat(member.awaitClose()).isEqualTo(4401);
    }
    assertThat(reached("user_faults_per_second")).isZero();
    assertThat(reached("address_faults_per_second")).isZero();

    for (int i = 0; i < 3; i++) {
      Client unknown = world.connect(from("203.0.113.1").setURI("/yjs/hot?token=none"));
      assertThat(unknown.awaitClose()).isEqualTo(4401);
    }
    Future<Client> again = world.tryConnect(from("203.0.113.1"));

    await().atMost(Duration.ofSeconds(30)).until(again::succeeded);
    assertThat(reached("address_faults_per_second")).isPositive();
    edits();
  }

  @Test
  void connectionsAreTakenFromTheKernelOneAfterAnother() {
    world("QUIRE_LIMIT_ACCEPTS_PER_SECOND", "20", "QUIRE_LIMIT_ACCEPTS_BURST", "1");
    List<RawClient> mob = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      mob.add(world.raw().send("GET /none HTTP/1.1", "Host: 127.0.0.1", ""));
    }

    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> mob.stream().allMatch(client -> client.text().startsWith("HTTP/1.1")));
    assertThat(reached("accepts_per_second")).isPositive();
    edits();
  }
}
