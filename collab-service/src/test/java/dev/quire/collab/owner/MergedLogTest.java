package dev.quire.collab.owner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import dev.quire.collab.owner.Stage.Person;
import dev.quire.crdt.DocOptions;
import dev.quire.crdt.YDoc;
import dev.quire.crdt.update.Updates;
import dev.quire.wire.Bytes;
import dev.quire.wire.doc.ReadLog;
import dev.quire.wire.session.ToEdge.Fanout;
import dev.quire.wire.session.ToOwner;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What an owner does with a log in which old revisions were merged. */
class MergedLogTest {
  /** Entries from the first revision on, merged from one to another. */
  private static List<ReadLog.Entry> merge(List<ReadLog.Entry> log, int from, int to) {
    List<ReadLog.Entry> run = log.subList(from - 1, to);
    ReadLog.Entry last = run.get(run.size() - 1);
    byte[] update = Updates.merge(run.stream().map(entry -> entry.update().array()).toList());
    ReadLog.Entry merged =
        new ReadLog.Entry(
            to, last.epoch(), last.author(), last.committedAtMillis(), Bytes.of(update), from);
    return Stream.of(log.subList(0, from - 1), List.of(merged), log.subList(to, log.size()))
        .flatMap(List::stream)
        .toList();
  }

  private static List<ReadLog.Entry> typed(int revisions) {
    YDoc doc = new YDoc(DocOptions.DEFAULT.withClientId(7));
    List<ReadLog.Entry> log = new ArrayList<>();
    doc.onUpdate(
        event ->
            log.add(new ReadLog.Entry(log.size() + 1, 1, "alice", 0, Bytes.of(event.update()))));
    for (int i = 0; i < revisions; i++) {
      doc.getText("t").insert(0, "x" + i);
    }
    return log;
  }

  private static byte[] stateAt(List<ReadLog.Entry> log, int revision) {
    YDoc doc = new YDoc();
    log.subList(0, revision).forEach(entry -> doc.applyUpdate(entry.update().array()));
    return doc.encodeStateAsUpdate();
  }

  @Test
  void aTailMayBeginWithAnItemThatReachesBackBehindTheSnapshot() {
    List<ReadLog.Entry> log = typed(8);
    List<ReadLog.Entry> merged = merge(log, 3, 6);

    LoadedState state =
        LoadedState.of(Stage.DOCUMENT, 4, stateAt(log, 4), merged.subList(2, merged.size()));

    assertThat(state.revision()).isEqualTo(8);
    YDoc read = new YDoc();
    read.applyUpdate(state.doc().encode());
    assertThat(read.encodeStateAsUpdate()).isEqualTo(stateAt(log, 8));
  }

  @Test
  void whatAMergedItemDoesNotCoverIsAGap() {
    List<ReadLog.Entry> merged = merge(typed(8), 3, 6);
    assertThatThrownBy(
            () -> LoadedState.of(Stage.DOCUMENT, 0, new byte[0], merged.subList(1, merged.size())))
        .hasMessageContaining("revision 2 after 0");
    assertThatThrownBy(() -> LoadedState.of(Stage.DOCUMENT, 7, stateAt(typed(7), 7), merged))
        .hasMessageContaining("after 7");
  }

  @Test
  void anEdgeThatStandsWithinAMergedItemIsBroughtOnWithTheWholeOfIt() {
    Stage forgetful = Stage.loaded(Limits.with().pagesOf(10).get());
    Person alice = forgetful.opens("alice", "edge-1");
    for (int i = 0; i < 6; i++) {
      alice.types("x");
      forgetful.commits();
    }
    forgetful.effects();

    forgetful.tell("edge-1", new ToOwner.Replay(Stage.DOCUMENT, 3));
    Effect.ReadLog read = forgetful.effects(Effect.ReadLog.class).get(0);
    List<ReadLog.Entry> merged = merge(forgetful.log, 2, 5);
    forgetful.tell(
        new Input.LogRead(read.read(), new ReadLog.Page(6, merged.subList(1, merged.size()))));

    assertThat(forgetful.sentTo("edge-1"))
        .filteredOn(Fanout.class::isInstance)
        .extracting(frame -> ((Fanout) frame).after(), frame -> ((Fanout) frame).through())
        .containsExactly(tuple(3L, 6L));
  }
}
