package dev.quire.edge;

import static dev.quire.edge.world.Client.update;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.quire.edge.world.Client;
import dev.quire.edge.world.EdgeWorld;
import dev.quire.edge.world.FakeServices;
import dev.quire.wire.Bytes;
import dev.quire.wire.session.ToOwner;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What one socket may send and leave unread, each limit with a client that goes over it. */
class SendingLimitsTest extends WatchedEdge {
  @Test
  void closesASlowReaderAndNobodyElse() {
    EdgeWorld world = bare("QUIRE_LIMIT_OUTPUT_BYTES", "1000000");
    String editor = world.tokens.external("editor");
    Client slow = world.collab().opens("notes", editor);
    Client quick = world.collab().opens("notes", editor);
    slow.socket.pause();
    Random random = new Random(1);
    for (int i = 0; i < 60; i++) {
      byte[] update = new byte[512 << 10];
      random.nextBytes(update);
      update[0] = 1;
      long seen = quick.countCollab("sync.update");
      world.owners.commit(FakeServices.id("notes"), Bytes.of(update));
      await().until(() -> quick.countCollab("sync.update") > seen);
      quick.messages.clear();
    }
    slow.socket.resume();
    assertThat(slow.awaitClose()).isEqualTo(4205);
    assertThat(reached("output_bytes")).isEqualTo(1);
    assertThat(quick.closed).isFalse();
  }

  @Test
  void readsSlowerOverTheRateAndLosesNothing() {
    EdgeWorld world =
        bare("QUIRE_LIMIT_UPDATE_FRAMES_PER_SECOND", "50", "QUIRE_LIMIT_UPDATE_FRAMES_BURST", "10");
    Client alice = world.collab().opens("notes", world.tokens.external("editor"));
    long from = System.nanoTime();
    for (int i = 0; i < 60; i++) {
      alice.push(update("notes", (byte) 1, (byte) i));
    }
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> alice.countCollab("sync-status applied") == 60);
    assertThat(Duration.ofNanos(System.nanoTime() - from)).isGreaterThan(Duration.ofMillis(800));
    assertThat(reached("update_frames_per_second")).isPositive();
    assertThat(alice.closed).isFalse();
  }

  @Test
  void closesWhoGoesOnOverTheRate() {
    EdgeWorld world =
        bare(
            "QUIRE_LIMIT_UPDATE_FRAMES_PER_SECOND",
            "20",
            "QUIRE_LIMIT_UPDATE_FRAMES_BURST",
            "1",
            "QUIRE_LIMIT_THROTTLED_MILLIS",
            "1000");
    Client flood = world.collab().opens("notes", world.tokens.external("editor"));
    for (int i = 0; i < 200; i++) {
      flood.push(update("notes", (byte) 1, (byte) i));
    }
    assertThat(flood.awaitClose()).isEqualTo(1013);
    assertThat(reached("throttled_millis")).isEqualTo(1);
  }

  @Test
  void hasNoRateWhereItIsSetToNone() {
    EdgeWorld world = bare("QUIRE_LIMIT_UPDATE_FRAMES_PER_SECOND", "0");
    Client alice = world.collab().opens("notes", world.tokens.external("editor"));
    for (int i = 0; i < 3_000; i++) {
      alice.push(update("notes", (byte) 1, (byte) (i >> 8), (byte) i));
    }
    await()
        .atMost(Duration.ofSeconds(15))
        .until(() -> alice.countCollab("sync-status applied") == 3_000);
  }

  @Test
  void stopsReadingWhileTheOwnerDoesNotAnswer() {
    EdgeWorld world =
        bare("QUIRE_LIMIT_UNANSWERED_FRAMES", "20", "QUIRE_LIMIT_UPDATE_FRAMES_PER_SECOND", "0");
    Client alice = world.collab().opens("notes", world.tokens.external("editor"));
    world.owners.silent = true;
    for (int i = 0; i < 2_000; i++) {
      alice.push(update("notes", (byte) 1, (byte) (i >> 8), (byte) i));
    }
    await().until(() -> edits(world) >= 20);
    await()
        .during(Duration.ofMillis(500))
        .untilAsserted(() -> assertThat(edits(world)).isLessThanOrEqualTo(21));
    assertThat(reached("unanswered_frames")).isEqualTo(1);
  }

  @Test
  void stopsReadingWhereWhatIsUnansweredIsLong() {
    EdgeWorld world =
        bare("QUIRE_LIMIT_UNANSWERED_BYTES", "100000", "QUIRE_LIMIT_UPDATE_FRAMES_PER_SECOND", "0");
    Client alice = world.collab().opens("notes", world.tokens.external("editor"));
    world.owners.silent = true;
    for (int i = 0; i < 100; i++) {
      byte[] large = new byte[30_000];
      large[1] = (byte) i;
      alice.push(update("notes", large));
    }

    await().until(() -> reached("unanswered_bytes") == 1);
    await()
        .during(Duration.ofMillis(500))
        .untilAsserted(() -> assertThat(edits(world)).isBetween(4L, 5L));
    assertThat(alice.closed).isFalse();
  }

  @Test
  void asksForOneStateAtATimeAndStopsReadingWhereMoreWaitThanMay() {
    EdgeWorld world = bare("QUIRE_LIMIT_UNANSWERED_FRAMES", "20");
    Client alice = world.collab().opens("notes", world.tokens.external("viewer"));
    long before = synchronisations(world);
    world.owners.silent = true;
    for (int i = 0; i < 15; i++) {
      alice.push(Client.step1("notes"));
    }
    alice.push(update("notes", (byte) 1));
    await().until(() -> edits(world) == 1);
    assertThat(synchronisations(world)).isEqualTo(before + 1);

    for (int i = 0; i < 100; i++) {
      alice.push(Client.step1("notes"));
    }
    alice.push(update("notes", (byte) 2));
    await()
        .during(Duration.ofMillis(500))
        .untilAsserted(() -> assertThat(edits(world)).isEqualTo(1));
    assertThat(synchronisations(world)).isEqualTo(before + 1);
  }

  private static long synchronisations(EdgeWorld world) {
    return world.owners.received.stream().filter(ToOwner.Synchronise.class::isInstance).count();
  }

  private static long edits(EdgeWorld world) {
    return world.owners.received.stream().filter(ToOwner.Edit.class::isInstance).count();
  }

  @Test
  void dropsAwarenessOverItsRate() {
    EdgeWorld world = bare("QUIRE_LIMIT_AWARENESS_FRAMES_PER_SECOND", "2");
    Client alice = world.collab().opens("notes", world.tokens.external("editor"));
    for (int i = 0; i < 100; i++) {
      alice.push(Client.awareness("notes", (byte) i, (byte) 0));
    }
    alice.send(update("notes", (byte) 1));
    alice.awaitCollab("sync-status applied");
    assertThat(alice.countCollab("awareness 10 bytes")).isLessThan(20);
    assertThat(reached("awareness_frames_per_second")).isPositive();
    assertThat(alice.closed).isFalse();
  }

  @Test
  void dropsAStateThatIsTooLongAndTakesTheNext() {
    EdgeWorld world = bare("QUIRE_LIMIT_AWARENESS_BYTES", "1024");
    Client alice = world.collab().opens("notes", world.tokens.external("editor"));
    alice.push(Client.awareness("notes", new byte[1_025]));
    alice.push(Client.awareness("notes", (byte) 1, (byte) 0));

    alice.awaitCollab("awareness 10 bytes");
    assertThat(reached("awareness_bytes")).isEqualTo(1);
    assertThat(alice.countCollab("awareness 1034 bytes")).isZero();
    assertThat(alice.closed).isFalse();
  }

  /** Who reads too slowly for all of it gets every edit, and goes without others' carets. */
  @Test
  void presenceIsLeftOutBeforeAnyEditIs() {
    world("QUIRE_LIMIT_OUTPUT_BYTES", Integer.toString(16 << 20));
    Client slow = world.collab().opens("hot", token("mob"));
    Client quick = world.collab().opens("hot", token("bob"));
    slow.socket.pause();
    int commits = 0;
    // Whatever the kernel takes of it comes on top.
    while (reached("awareness_output") == 0) {
      byte[] update = new byte[512 << 10];
      update[0] = 1;
      update[1] = (byte) ++commits;
      assertThat(commits).isLessThan(Byte.MAX_VALUE);
      world.owners.commit(FakeServices.id("hot"), Bytes.of(update));
      await().until(() -> quick.countCollab("sync.update") > 0);
      quick.push(Client.awareness("hot", (byte) 1, (byte) 0));
      quick.awaitCollab("awareness 8 bytes");
      quick.messages.clear();
    }
    slow.socket.resume();

    int all = commits;
    await().atMost(Duration.ofSeconds(60)).until(() -> slow.countCollab("sync.update") == all);
    slow.send(update("hot", (byte) 5));
    slow.awaitCollab("sync-status applied");
    assertThat(slow.countCollab("awareness 8 bytes")).isLessThan(all);
    assertThat(slow.closed).isFalse();
  }
}
