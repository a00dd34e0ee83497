package dev.quire.collab.owner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quire.collab.owner.Stage.Person;
import dev.quire.crdt.DocOptions;
import dev.quire.crdt.NewType;
import dev.quire.crdt.YDoc;
import dev.quire.crdt.YXmlElement;
import dev.quire.crdt.YXmlFragment;
import dev.quire.crdt.YXmlText;
import dev.quire.crdt.id.StateVector;
import dev.quire.wire.Bytes;
import dev.quire.wire.DocumentId;
import dev.quire.wire.SeedClients;
import dev.quire.wire.session.ToEdge.Reason;
import dev.quire.wire.session.ToEdge.Verdict;
import dev.quire.wire.session.ToOwner;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose history comes in where a document began with content that the server put there. */
final class SeedGuardTest {
  private static final String SEED = "Minutes of the meeting";
  private static final long OTHER = SeedClients.of(new DocumentId(5, 5));

  private final Stage stage = Stage.loaded();

  /** A document of one writer, with a paragraph. */
  private static YDoc written(long client, String text) {
    YDoc doc = new YDoc(DocOptions.DEFAULT.withClientId(client));
    paragraph(doc, 0, text);
    return doc;
  }

  private static void paragraph(YDoc doc, int at, String text) {
    YXmlFragment fragment = doc.getXmlFragment("default");
    YXmlElement paragraph = fragment.create(at, NewType.xmlElement("paragraph"));
    YXmlText characters = paragraph.create(0, NewType.xmlText());
    characters.insert(0, text);
  }

  private static Bytes whole(YDoc doc) {
    return Bytes.of(doc.encodeStateAsUpdate());
  }

  /** As the server does it, as the first revision. */
  private YDoc seed() {
    YDoc seed = written(SeedClients.of(Stage.DOCUMENT), SEED);
    Person server = stage.opens("server", "edge-0");
    server.sends(whole(seed));
    commit();
    server.leaves();
    stage.effects();
    return seed;
  }

  private void commit() {
    stage.sendsBatch();
    stage.commits();
  }

  private void assertRefused(Person who) {
    assertThat(stage.sentTo(who.edge)).containsExactly(who.ended(Reason.OTHER_HISTORY));
    assertThat(stage.owner().sessions()).isZero();
  }

  private void assertTaken(Person who, int revisions) {
    commit();
    assertThat(stage.sentTo(who.edge)).contains(who.answered(0, 1, Verdict.APPLIED, revisions));
    assertThat(stage.log).hasSize(revisions);
  }

  @Test
  void theSeedOfAnotherDocumentIsRefusedBeforeTheLog() {
    seed();
    Person alice = stage.opens("alice", "edge-1");
    stage.effects();
    YDoc copy = written(OTHER, "Minutes of another meeting");
    paragraph(copy, 1, "and more");
    alice.sends(whole(copy));
    assertRefused(alice);
    assertThat(stage.log).hasSize(1);
  }

  @Test
  void aCopyOfAnotherDocumentIsRefusedByItsStateVectorBeforeItIsGivenAnything() {
    seed();
    Person alice = stage.opens("alice", "edge-1");
    stage.effects();
    Bytes vector = Bytes.of(StateVector.of(Map.of(7L, 3L, OTHER, 4L)).encode());
    stage.tell("edge-1", new ToOwner.Synchronise(Stage.DOCUMENT, alice.session, 1, vector));
    assertRefused(alice);
  }

  @Test
  void whoHasTheSeedItselfIsSynchronised() {
    YDoc seed = seed();
    Person alice = stage.opens("alice", "edge-1");
    alice.doc.applyUpdate(seed.encodeStateAsUpdate());
    stage.effects();
    alice.asksForState();
    assertThat(stage.effects(Effect.Synchronise.class)).hasSize(1);
    alice.sends(whole(seed));
    assertThat(stage.sentTo("edge-1")).contains(alice.answered(0, 2, Verdict.APPLIED, 1));
  }

  @Test
  void aDocumentWithoutASeedTakesACopyOfAnotherAndThoseWhoHaveIt() {
    Person alice = stage.opens("alice", "edge-1");
    YDoc copy = written(OTHER, "Minutes of another meeting");
    alice.sends(whole(copy));
    assertTaken(alice, 1);
    Person bob = stage.opens("bob", "edge-2");
    stage.effects();
    bob.doc.applyUpdate(copy.encodeStateAsUpdate());
    bob.asksForState();
    assertThat(stage.effects(Effect.Synchronise.class)).hasSize(1);
  }

  @Test
  void theSameContentOnceMoreIsRefusedFromWhoHasNeverSeenIt() {
    seed();
    Person alice = stage.opens("alice", "edge-1");
    stage.effects();
    YDoc again = new YDoc(DocOptions.DEFAULT.withClientId(77));
    YXmlFragment fragment = again.getXmlFragment("default");
    YXmlElement paragraph = fragment.create(0, NewType.xmlElement("paragraph"));
    paragraph.setAttribute("textAlign", "left");
    YXmlText characters = paragraph.create(0, NewType.xmlText());
    characters.insert(0, "Minutes of");
    characters.insert(10, " the meeting", Map.of("bold", true));
    alice.sends(whole(again));
    assertRefused(alice);
    assertThat(stage.log).hasSize(1);
  }

  @Test
  void itIsRefusedAsWellAfterTheDocumentWasLoadedAnewAndEdited() {
    YDoc seed = seed();
    Person bob = stage.opens("bob", "edge-2");
    bob.doc.applyUpdate(seed.encodeStateAsUpdate());
    StateVector before = bob.doc.stateVector();
    bob.doc.getXmlFragment("default").delete(0, 1);
    paragraph(bob.doc, 0, "Something else");
    bob.sends(Bytes.of(bob.doc.encodeStateAsUpdate(before)));
    commit();

    Stage later = new Stage();
    later.log.addAll(stage.log);
    Person alice = later.opens("alice", "edge-1");
    later.loadsSeeded();
    later.effects();
    alice.sends(whole(written(77, SEED)));
    assertThat(later.sentTo("edge-1")).contains(alice.ended(Reason.OTHER_HISTORY));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Minutes of the meetin", "Minutes of the meeting, and more", "mine", " "})
  void whatSomebodyTypesBeforeHeFirstSynchronisesMerges(String typed) {
    seed();
    Person alice = stage.opens("alice", "edge-1");
    alice.sends(whole(written(77, typed)));
    assertTaken(alice, 2);
  }

  @Test
  void twoWhoTypeTheSameBeforeTheyFirstSynchroniseMergeWhereNobodySeeded() {
    Person alice = stage.opens("alice", "edge-1");
    Person bob = stage.opens("bob", "edge-2");
    alice.sends(whole(written(77, SEED)));
    assertTaken(alice, 1);
    bob.sends(whole(written(78, SEED)));
    assertTaken(bob, 2);
  }

  @Test
  void whoHasSeenTheSeedMayWriteItOnceMore() {
    YDoc seed = seed();
    Person alice = stage.opens("alice", "edge-1");
    alice.doc.applyUpdate(seed.encodeStateAsUpdate());
    StateVector before = alice.doc.stateVector();
    paragraph(alice.doc, 1, SEED);
    alice.sends(Bytes.of(alice.doc.encodeStateAsUpdate(before)));
    assertTaken(alice, 2);
  }

  @Test
  void otherRootsAreNotLookedAt() {
    seed();
    Person alice = stage.opens("alice", "edge-1");
    alice.types(SEED);
    assertTaken(alice, 2);
  }

  @Test
  void soManyUpdatesOfASessionAreLookedAt() {
    seed();
    Person alice = stage.opens("alice", "edge-1");
    for (int i = 0; i < SeedGuard.LOOKS; i++) {
      alice.sends(i + 1, whole(written(80 + i, "draft " + i)));
    }
    alice.sends(SeedGuard.LOOKS + 1, whole(written(99, SEED)));
    commit();
    assertThat(stage.log).hasSize(2 + SeedGuard.LOOKS);
  }
}
