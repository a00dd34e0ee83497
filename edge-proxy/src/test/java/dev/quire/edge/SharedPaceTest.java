package dev.quire.edge;

import static dev.quire.edge.world.Client.update;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.quire.edge.world.Client;
import dev.quire.edge.world.EdgeWorld;
import dev.quire.edge.world.FakeServices;
import dev.quire.wire.Bytes;
import dev.quire.wire.session.ToOwner;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocketFrame;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What users, addresses and documents may bring over all of their sockets, each with too much. */
class SharedPaceTest extends WatchedEdge {
  private static final int PUSHED = 200;
  private static final int BURST = 40;

  @Test
  void theSocketsOfOneUserShareOnePace() {
    world(
        with(
            "QUIRE_LIMIT_USER_UPDATE_FRAMES_PER_SECOND",
            "1",
            "QUIRE_LIMIT_USER_UPDATE_FRAMES_BURST",
            "40"));
    flood(mob("203.0.113.1", "mob", "hot"), mob("203.0.113.2", "mob", "cold"));

    isHeldUpBy("user_update_frames_per_second");
  }

  @Test
  void theUsersOfOneAddressShareOnePace() {
    world(
        with(
            "QUIRE_LIMIT_ADDRESS_UPDATE_FRAMES_PER_SECOND",
            "1",
            "QUIRE_LIMIT_ADDRESS_UPDATE_FRAMES_BURST",
            "40"));
    flood(mob("203.0.113.1", "mob", "hot"), mob("203.0.113.1", "rabble", "cold"));

    isHeldUpBy("address_update_frames_per_second");
  }

  @Test
  void aDocumentTakesSoMuchWhoeverBringsIt() {
    world(
        with(
            "QUIRE_LIMIT_DOCUMENT_UPDATE_FRAMES_PER_SECOND",
            "1",
            "QUIRE_LIMIT_DOCUMENT_UPDATE_FRAMES_BURST",
            "40"));
    flood(mob("203.0.113.1", "mob", "hot"), mob("203.0.113.2", "rabble", "hot"));

    isHeldUpBy("document_update_frames_per_second");
  }

  @Test
  void nobodyIsClosedForWhatOthersBringIntoTheSameDocument() {
    world(
        with(
            "QUIRE_LIMIT_DOCUMENT_UPDATE_FRAMES_PER_SECOND",
            "20",
            "QUIRE_LIMIT_DOCUMENT_UPDATE_FRAMES_BURST",
            "1",
            "QUIRE_LIMIT_THROTTLED_MILLIS",
            "1000"));
    flood(mob("203.0.113.1", "mob", "hot"), mob("203.0.113.2", "carol", "hot"));

    // That takes three times as long as anybody may go on against a pace of their own.
    await().atMost(Duration.ofSeconds(60)).until(() -> mobsEdits() >= 60);
    assertThat(reached("document_update_frames_per_second")).isPositive();
    assertThat(reached("throttled_millis")).isZero();
    edits();
  }

  /** The mob's edits stop where they may, nobody is closed for it, and alice's go on. */
  private void isHeldUpBy(String limit) {
    await().atMost(Duration.ofSeconds(30)).until(() -> mobsEdits() >= BURST / 2);
    edits();
    await()
        .during(Duration.ofMillis(500))
        .untilAsserted(() -> assertThat(mobsEdits()).isLessThan(BURST + MEANWHILE));
    assertThat(reached(limit)).isPositive();
    edits();
  }

  private void flood(Client... sockets) {
    for (int i = 0; i < PUSHED / sockets.length; i++) {
      for (Client socket : sockets) {
        socket.push(update(socket == sockets[0] ? "hot" : documentOf(socket), (byte) 1, (byte) i));
      }
    }
  }

  /** Where it is, by what it was let into. */
  private static String documentOf(Client socket) {
    return socket.countCollab("cold auth.authenticated") > 0 ? "cold" : "hot";
  }

  private long mobsEdits() {
    return world.owners.received.stream()
        .filter(
            input ->
                input instanceof ToOwner.Edit && !input.document().equals(FakeServices.id("notes")))
        .count();
  }

  @Test
  void bytesCountInWhateverMessagesTheyCome() {
    world(
        with(
            "QUIRE_LIMIT_USER_BYTES_PER_SECOND", "1000", "QUIRE_LIMIT_USER_BYTES_BURST", "100000"));
    Client mob = mob("203.0.113.1", "mob", "hot");
    for (int i = 0; i < 20; i++) {
      byte[] large = new byte[50_000];
      large[1] = (byte) i;
      mob.push(update("hot", large));
    }

    await().until(() -> mobsEdits() >= 2);
    edits();
    await()
        .during(Duration.ofMillis(500))
        .untilAsserted(() -> assertThat(mobsEdits()).isLessThanOrEqualTo(4));
    assertThat(reached("user_bytes_per_second")).isPositive();
  }

  @Test
  void whatAStrangerBringsIsTakenFromHisAddressOnce() {
    world(
        with(
            "QUIRE_LIMIT_ADDRESS_BYTES_PER_SECOND", "1",
            "QUIRE_LIMIT_ADDRESS_BYTES_BURST", "100000"));
    Client stranger = world.connect(from("203.0.113.1"));
    stranger.push(update("nowhere", new byte[60_000]));
    stranger.opens("hot", token("mob"));

    assertThat(reached("address_bytes_per_second")).isZero();
    stranger.push(update("hot", new byte[60_000]));
    await().until(() -> reached("address_bytes_per_second") > 0);
    edits();
  }

  @Test
  void messagesThatDoNotEndHoldSoMuchAltogether() {
    world("QUIRE_LIMIT_PARTIAL_BYTES", "1048576");
    Buffer piece = Buffer.buffer(new byte[600_000]);
    Client first = world.collab().opens("hot", token("mob"));
    Client second = world.collab().opens("hot", token("rabble"));
    first.socket.writeFrame(WebSocketFrame.binaryFrame(piece, false));
    await().until(() -> partialBytes() > 500_000);
    second.socket.writeFrame(WebSocketFrame.binaryFrame(piece, false));

    assertThat(second.awaitClose()).isEqualTo(1013);
    assertThat(reached("partial_bytes")).isEqualTo(1);
    assertThat(first.closed).isFalse();
    edits();
    EdgeWorld.await(first.socket.close());
    await().untilAsserted(() -> assertThat(partialBytes()).isZero());
  }

  private double partialBytes() {
    return meters.get("quire.edge.partial.bytes").gauge().value();
  }

  @Test
  void whatAllHaveNotTakenIsBoundedAndTheSlowestGoes() {
    world("QUIRE_LIMIT_OUTPUT_BYTES", "100000000", "QUIRE_LIMIT_ALL_OUTPUT_BYTES", "1048576");
    Client slow = world.collab().opens("hot", token("mob"));
    await().until(() -> !world.owners.edgesOf(FakeServices.id("hot")).isEmpty());
    slow.socket.pause();
    for (int i = 0; i < 60; i++) {
      byte[] update = new byte[512 << 10];
      update[0] = 1;
      update[1] = (byte) i;
      world.owners.commit(FakeServices.id("hot"), Bytes.of(update));
    }

    await().until(() -> reached("all_output_bytes") > 0);
    slow.socket.resume();
    assertThat(slow.awaitClose()).isEqualTo(4205);
    edits();
  }

  @Test
  void fiveThousandEditsMadeOfflineAreAllTaken() {
    world(
        "QUIRE_LIMIT_UPDATE_FRAMES_PER_SECOND", "5000",
        "QUIRE_LIMIT_USER_UPDATE_FRAMES_PER_SECOND", "600",
        "QUIRE_LIMIT_USER_UPDATE_FRAMES_BURST", "1000",
        "QUIRE_LIMIT_USER_UPDATE_FRAMES_PEAK_PER_SECOND", "0");
    Client bob = world.collab().opens("hot", token("bob"));
    for (int i = 0; i < 5_000; i++) {
      bob.push(update("hot", (byte) 1, (byte) (i >> 8), (byte) i));
    }

    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> bob.countCollab("sync-status applied") == 5_000);
    assertThat(bob.closed).isFalse();
    assertThat(reached("user_update_frames_per_second")).isPositive();
  }
}
