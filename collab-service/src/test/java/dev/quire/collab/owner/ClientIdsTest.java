package dev.quire.collab.owner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quire.collab.owner.Stage.Person;
import dev.quire.crdt.DocOptions;
import dev.quire.crdt.YDoc;
import dev.quire.wire.Bytes;
import dev.quire.wire.session.ToEdge;
import dev.quire.wire.session.ToEdge.Verdict;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Edits in the name of others, and edits under earlier names of one's own. */
class ClientIdsTest {
  private static final long EARLIER = 424_242;

  private final Stage stage = Stage.loaded();
  private final Person alice = stage.opens("alice", "edge-1");
  private final Person eve = stage.opens("eve", "edge-2");

  @Test
  void refusesNewStructsUnderTheIdOfAnotherUserWhoIsHere() {
    alice.types("mine");
    commit();
    Bytes forged = alice.writes("not mine");
    eve.sends(forged);
    assertThat(verdicts("edge-2")).containsExactly(Verdict.FOREIGN_CLIENT);

    alice.sends(forged);
    commit();
    assertThat(verdicts("edge-1")).contains(Verdict.APPLIED);
    assertThat(stage.log).hasSize(2).allMatch(entry -> entry.author().equals("alice"));
  }

  @Test
  void answersWhatIsKnownAlreadyToWhomeverSendsIt() {
    Bytes hello = alice.types("hello");
    commit();
    stage.effects();
    eve.sends(hello);
    assertThat(verdicts("edge-2")).containsExactly(Verdict.APPLIED);
  }

  @Test
  void letsThroughWhatSomebodyWroteOfflineUnderAnEarlierIdOfHis() {
    YDoc earlier = new YDoc(DocOptions.DEFAULT.withClientId(EARLIER));
    earlier.getText("text").insert(0, "offline");
    alice.types("online");
    alice.sends(Bytes.of(earlier.encodeStateAsUpdate()));
    commit();
    assertThat(stage.log).hasSize(2);
  }

  @Test
  void letsTheSameUserWriteUnderOneIdFromTwoSessions() {
    Person tab = stage.opens("alice", "edge-1");
    alice.types("here");
    tab.sends(alice.writes("and there"));
    commit();
    assertThat(stage.log).hasSize(2);
    alice.leaves();
    eve.sends(alice.writes("forged"));
    assertThat(verdicts("edge-2")).containsExactly(Verdict.FOREIGN_CLIENT);
  }

  @Test
  void anIdIsNobodysOnceItsSessionHasEnded() {
    alice.types("hello");
    commit();
    alice.leaves();
    stage.effects();
    eve.sends(alice.writes("taken over"));
    commit();
    assertThat(stage.log).hasSize(2);
  }

  @Test
  void anImportClaimsNoIds() {
    YDoc imported = new YDoc(DocOptions.DEFAULT.withClientId(1_000));
    for (int client = 1_001; client < 1_020; client++) {
      YDoc each = new YDoc(DocOptions.DEFAULT.withClientId(client));
      each.getText("text").insert(0, "x");
      imported.applyUpdate(each.encodeStateAsUpdate());
    }
    eve.sends(Bytes.of(imported.encodeStateAsUpdate()));
    YDoc own = new YDoc(DocOptions.DEFAULT.withClientId(1_005));
    own.applyUpdate(imported.encodeStateAsUpdate());
    var before = own.stateVector();
    own.getText("text").insert(0, "y");
    alice.sends(Bytes.of(own.encodeStateAsUpdate(before)));
    commit();
    assertThat(stage.log).hasSize(2);
  }

  private void commit() {
    stage.sendsBatch();
    stage.commits();
  }

  private List<Verdict> verdicts(String edge) {
    return stage.sentTo(edge).stream()
        .filter(ToEdge.Answered.class::isInstance)
        .map(output -> ((ToEdge.Answered) output).verdict())
        .toList();
  }
}
