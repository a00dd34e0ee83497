package dev.quire.collab.owner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quire.collab.owner.Stage.Person;
import dev.quire.crdt.DocOptions;
import dev.quire.crdt.YDoc;
import dev.quire.wire.Bytes;
import dev.quire.wire.session.ToEdge;
import dev.quire.wire.session.ToEdge.Reason;
import dev.quire.wire.session.ToOwner;
import org.junit.jupiter.api.Test;

/** Edits in the name of others, and edits under earlier names of one's own. */
class ClientIdsTest {
  private static final long EARLIER = 424_242;

  private final Stage stage = Stage.loaded();
  private final Person alice = speaking(stage.opens("alice", "edge-1"));
  private final Person eve = speaking(stage.opens("eve", "edge-2"));

  @Test
  void takesNothingNewUnderTheIdOfAnotherUserWhoIsHere() {
    alice.types("mine");
    commit();
    stage.effects();
    Bytes forged = alice.writes("not mine");
    eve.sends(forged);
    assertThat(stage.sentTo("edge-2"))
        .containsExactly(new ToEdge.Ended(Stage.DOCUMENT, eve.session, Reason.CLIENT_TAKEN));

    alice.sends(forged);
    commit();
    assertThat(stage.log).hasSize(2).allMatch(entry -> entry.author().equals("alice"));
  }

  @Test
  void answersWhatIsKnownAlreadyToWhomeverSendsIt() {
    Bytes hello = alice.types("hello");
    commit();
    stage.effects();
    eve.sends(hello);
    assertThat(stage.sentTo("edge-2")).hasSize(1).allMatch(ToEdge.Answered.class::isInstance);
  }

  @Test
  void takesWhatSomebodyWroteOfflineUnderAnEarlierIdOfHis() {
    YDoc earlier = new YDoc(DocOptions.DEFAULT.withClientId(EARLIER));
    earlier.getText("text").insert(0, "offline");
    alice.types("online");
    alice.sends(Bytes.of(earlier.encodeStateAsUpdate()));
    commit();
    assertThat(stage.log).hasSize(2);
  }

  /** Whoever passes on what others wrote does not become who they are. */
  @Test
  void whoBringsAnothersStructsFirstDoesNotOwnTheirId() {
    eve.sends(alice.writes("passed on"));
    alice.types("by herself");
    commit();
    assertThat(stage.log).hasSize(2);
  }

  /** Otherwise anybody could lock out whoever is away. */
  @Test
  void sayingThatAnIdIsOnesOwnIsNotEnough() {
    Person mallory = stage.opens("mallory", "edge-2");
    stage.tell("edge-2", new ToOwner.Speaks(Stage.DOCUMENT, mallory.session, alice.session));
    alice.types("mine all the same");
    commit();
    assertThat(stage.log).hasSize(1);
  }

  @Test
  void onlyWhatAClientSaysFirstCounts() {
    stage.tell("edge-2", new ToOwner.Speaks(Stage.DOCUMENT, eve.session, alice.session));
    eve.sends(alice.writes("passed on"));
    alice.types("by herself");
    commit();
    assertThat(stage.log).hasSize(2);
  }

  @Test
  void theSameUserWritesUnderOneIdFromTwoSessions() {
    Person tab = stage.opens("alice", "edge-1");
    alice.types("here");
    tab.sends(alice.writes("and there"));
    commit();
    assertThat(stage.log).hasSize(2);
  }

  /** After a restored log two people may each hold what it lacks of the other. */
  @Test
  void anIdIsNobodysBeforeAllThatWasWrittenUnderItIsHere() {
    Bytes lost = alice.writes("what the log has lost");
    alice.types("what came after it");
    commit();
    stage.effects();
    eve.sends(lost);
    commit();
    assertThat(stage.log).hasSize(2);
  }

  @Test
  void anIdIsNobodysOnceItsSessionHasEnded() {
    alice.types("hello");
    commit();
    alice.leaves();
    stage.effects();
    eve.sends(alice.writes("what she had not sent, from a common friend"));
    commit();
    assertThat(stage.log).hasSize(2);
  }

  /** As when somebody has come back, and the owner learns only later that he had left. */
  @Test
  void anIdIsOfTheLastOfAUsersSessionsThatWroteUnderIt() {
    alice.types("hello");
    Person again = stage.opens("alice", "edge-3");
    stage.tell("edge-3", new ToOwner.Speaks(Stage.DOCUMENT, again.session, alice.session));
    again.sends(alice.writes(" again"));
    alice.leaves();
    commit();
    stage.effects();

    eve.sends(alice.writes("not mine"));

    assertThat(stage.sentTo("edge-2"))
        .containsExactly(new ToEdge.Ended(Stage.DOCUMENT, eve.session, Reason.CLIENT_TAKEN));
  }

  @Test
  void anAccountAndAnApplicationsUserOfTheSameNameAreTwo() {
    alice.types("mine");
    stage.tell("edge-2", new ToOwner.Open(Stage.DOCUMENT, 77, "alice", true, -1, "", 0));
    commit();
    stage.effects();
    stage.tell("edge-2", new ToOwner.Edit(Stage.DOCUMENT, 77, 1, alice.writes("not mine")));
    assertThat(stage.sentTo("edge-2"))
        .containsExactly(new ToEdge.Ended(Stage.DOCUMENT, 77, Reason.CLIENT_TAKEN));
  }

  private Person speaking(Person person) {
    stage.tell(person.edge, new ToOwner.Speaks(Stage.DOCUMENT, person.session, person.session));
    return person;
  }

  private void commit() {
    stage.sendsBatch();
    stage.commits();
  }
}
