package dev.quire.collab.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.quire.collab.owner.DocumentOwner;
import dev.quire.crdt.DocOptions;
import dev.quire.crdt.YDoc;
import dev.quire.kit.revocation.Following;
import dev.quire.wire.Bytes;
import dev.quire.wire.DocumentId;
import dev.quire.wire.session.ToEdge;
import dev.quire.wire.session.ToOwner;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A lane whose edge tells it nothing of rights that ended, and a source that loses messages. */
final class LaneRevocationTest {
  private static final DocumentId DOCUMENT = new DocumentId(0x0192_6f3c_7c00_7abcL, 42);
  private static final long BOB = 7;
  private static final long ALICE = 8;
  private static final long CAROL = 9;

  private final LaneFixture lane = new LaneFixture(Map.of("QUIRE_COLLAB_LANES", "1"));
  private final YDoc bob = new YDoc(DocOptions.DEFAULT.withClientId(1));
  private final YDoc alice = new YDoc(DocOptions.DEFAULT.withClientId(2));

  @BeforeEach
  void start() {
    lane.start();
    lane.owns(DOCUMENT);
    lane.send(new ToOwner.Open(DOCUMENT, BOB, "bob", true, -1, "of bob", 0));
    lane.send(new ToOwner.Open(DOCUMENT, ALICE, "alice", true, -1, "of alice", 0));
    lane.awaitHeard(ToEdge.Opened.class, 2);
  }

  @AfterEach
  void stop() {
    lane.close();
  }

  @Test
  void acceptsNothingOfARemovedMemberThoughTwoOfThreeMessagesAreLost() {
    lane.docs.revocationsAnswered(3);
    lane.docs.revoke(DOCUMENT, "bob");
    long removedAt = System.nanoTime();
    int number = 0;
    while (millisSince(removedAt) <= Following.LEASE_MILLIS) {
      bothType(++number);
    }
    int inTime = authored("bob");
    for (int i = 0; i < 50; i++) {
      bothType(++number);
    }
    assertThat(authored("bob")).isEqualTo(inTime);
  }

  /** Returns when Alice's edit is in the log, and Bob's before it has been decided on. */
  private void bothType(int number) {
    edit(BOB, number);
    edit(ALICE, number);
    await()
        .pollInterval(Duration.ofMillis(2))
        .atMost(Duration.ofSeconds(20))
        .until(() -> authored("alice") == number);
  }

  @Test
  void acceptsNothingThatItCannotCheckAndGoesOnWhenItCan() {
    lane.docs.revocationsSilent(true);
    await().until(() -> millisSince(lane.docs.revocationsAnsweredAt()) > Following.LEASE_MILLIS);
    edit(ALICE, 1);
    edit(BOB, 1);
    await().during(Duration.ofMillis(600)).until(() -> lane.docs.log(DOCUMENT).isEmpty());

    lane.docs.revoke(DOCUMENT, "bob");
    lane.docs.revocationsSilent(false);
    await().until(() -> authored("alice") == 1);
    assertThat(authored("bob")).isZero();
    assertThat(lane.heard(ToEdge.Ended.class)).isEmpty();
  }

  @Test
  void appendsNothingThatWaitedForAnAppendWhileItsRightEnded() {
    lane.docs.mood(FakeDocService.Mood.HOLD_THE_COMMIT);
    edit(ALICE, 1);
    await().until(() -> lane.docs.heldAppends() == 1);
    edit(BOB, 1);
    awaitAccepted(DOCUMENT, 2);
    lane.docs.revoke(DOCUMENT, "bob");
    awaitRightsAsked();

    lane.docs.mood(FakeDocService.Mood.COMMIT);
    lane.docs.letGo();
    await().until(() -> endedAtLostPlace(ALICE));
    assertThat(authored("alice")).isEqualTo(1);
    assertThat(authored("bob")).isZero();
  }

  @Test
  void appendsNothingThatTheDatabaseRefusedUntilItsRightHadEnded() {
    lane.docs.mood(FakeDocService.Mood.REFUSE);
    edit(BOB, 1);
    await().until(() -> lane.docs.appends.size() > 1);
    lane.docs.revoke(DOCUMENT, "bob");
    awaitRightsAsked();

    lane.docs.mood(FakeDocService.Mood.COMMIT);
    await().until(() -> endedAtLostPlace(ALICE));
    assertThat(lane.docs.log(DOCUMENT)).isEmpty();
  }

  /** The log refuses an append, and takes its parts one by one; one of them takes its time. */
  @Test
  void appendsNoPartAfterTheRightToItHasEnded() {
    DocumentId busy = new DocumentId(0x0192_6f3c_7c00_7abcL, 43);
    DocumentId first = new DocumentId(0x0192_6f3c_7c00_7abcL, 44);
    for (DocumentId other : List.of(busy, first)) {
      lane.owns(other);
      lane.send(new ToOwner.Open(other, CAROL, "carol", true, -1, "of carol", 0));
    }
    lane.awaitHeard(ToEdge.Opened.class, 4);
    lane.docs.mood(FakeDocService.Mood.HOLD_SINGLES);
    write(busy, CAROL, 1, new YDoc(DocOptions.DEFAULT.withClientId(3)));
    await().until(() -> lane.docs.heldAppends() == 1);
    write(first, CAROL, 1, new YDoc(DocOptions.DEFAULT.withClientId(4)));
    awaitAccepted(first, 1);
    edit(BOB, 1);
    awaitAccepted(DOCUMENT, 1);
    lane.docs.letGo();
    await().until(() -> lane.docs.heldAppends() == 1);
    assertThat(lane.docs.appends).extracting(append -> append.documents().size()).endsWith(2, 1);

    lane.docs.revoke(DOCUMENT, "bob");
    awaitRightsAsked();
    lane.docs.mood(FakeDocService.Mood.COMMIT);
    lane.docs.letGo();

    await().until(() -> endedAtLostPlace(ALICE));
    assertThat(lane.docs.log(first)).hasSize(1);
    assertThat(lane.docs.log(DOCUMENT)).isEmpty();
  }

  /** The owner has decided on so many edits. */
  private void awaitAccepted(DocumentId document, int edits) {
    await()
        .until(
            () -> {
              CompletableFuture<Long> held = new CompletableFuture<>();
              lane.soon(
                  () -> {
                    DocumentOwner owner = lane.lane().ownerOf(document);
                    held.complete(owner == null ? 0 : owner.sequenced());
                  });
              return held.get(30, TimeUnit.SECONDS) == edits;
            });
  }

  /** A question that was sent after this was called has been answered, and acted on. */
  private void awaitRightsAsked() {
    for (int questions = 0; questions < 2; questions++) {
      long now = System.nanoTime();
      await().until(() -> lane.docs.revocationsAnsweredAt() > now);
    }
  }

  private boolean endedAtLostPlace(long session) {
    return lane.heard(ToEdge.Ended.class)
        .anyMatch(
            ended -> ended.session() == session && ended.reason() == ToEdge.Reason.LOST_PLACE);
  }

  private static long millisSince(long nanos) {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - nanos);
  }

  private int authored(String author) {
    return (int)
        lane.docs.log(DOCUMENT).stream().filter(entry -> entry.author().equals(author)).count();
  }

  private void edit(long session, long number) {
    write(DOCUMENT, session, number, session == BOB ? bob : alice);
  }

  private void write(DocumentId document, long session, long number, YDoc doc) {
    var before = doc.stateVector();
    doc.getText("text").insert(0, "a");
    Bytes update = Bytes.of(doc.encodeStateAsUpdate(before));
    lane.send(new ToOwner.Edit(document, session, number, update));
  }
}
