package dev.quire.collab.owner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quire.collab.owner.LaneCommits.Outcome;
import dev.quire.wire.Bytes;
import dev.quire.wire.DocumentId;
import dev.quire.wire.Shards;
import dev.quire.wire.doc.Append;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LaneCommitsTest {
  private static final DocumentId ONE = new DocumentId(0, 1);
  private static final DocumentId TWO = new DocumentId(0, 2);
  private static final DocumentId THREE = new DocumentId(0, 3);

  private final LaneCommits commits = new LaneCommits(3, 1000);
  private final Map<DocumentId, Integer> waiting = new HashMap<>();

  private void waits(DocumentId document, int updates) {
    waiting.put(document, updates);
    commits.ready(document);
  }

  private Optional<Append.Part> take(DocumentId document, Input.TakeBatch room) {
    int count = Math.min(waiting.getOrDefault(document, 0), room.maxUpdates());
    waiting.merge(document, -count, Integer::sum);
    List<Append.Update> updates = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      updates.add(new Append.Update("author", Bytes.of(new byte[10])));
    }
    return count == 0 ? Optional.empty() : Optional.of(new Append.Part(document, 1, 0, updates));
  }

  private List<DocumentId> next() {
    return commits.next(this::take).map(LaneCommitsTest::documents).orElse(List.of());
  }

  private static List<DocumentId> documents(Append append) {
    return append.documents().stream().map(Append.Part::document).toList();
  }

  @Test
  void whatWaitsWhileAnAppendIsUnderWayGoesInTheNext() {
    waits(ONE, 1);
    assertThat(next()).containsExactly(ONE);
    waits(TWO, 1);
    waits(THREE, 1);
    assertThat(next()).isEmpty();

    assertThat(commits.ended(new Append.Result(List.of(new Append.Appended(1)))))
        .containsExactly(new Outcome(ONE, new Input.AppendEnded(new Append.Appended(1))));

    assertThat(next()).containsExactly(TWO, THREE);
  }

  @Test
  void whoDidNotFitIsFirstInTheNext() {
    waits(ONE, 2);
    waits(TWO, 5);
    waits(THREE, 1);

    assertThat(next()).containsExactly(ONE, TWO);
    commits.ready(TWO);
    commits.unknown();

    assertThat(next()).containsExactly(THREE, TWO);
  }

  @Test
  void aDocumentWithoutABatchIsPassedOver() {
    waits(ONE, 0);
    waits(TWO, 1);

    assertThat(next()).containsExactly(TWO);
  }

  @Test
  void anUnloadedDocumentIsForgotten() {
    waits(ONE, 1);
    commits.forget(ONE);

    assertThat(next()).isEmpty();
    assertThat(commits.isAppending()).isFalse();
  }

  @Test
  void aShardThatIsBeingSettledWaitsAndTheOthersGoOn() {
    waits(ONE, 1);
    next();
    assertThat(commits.unknown()).containsExactly(new Outcome(ONE, new Input.OutcomeUnknown()));
    assertThat(commits.settle(ONE)).isTrue();
    assertThat(commits.settle(ONE)).isFalse();
    waits(ONE, 1);
    waits(TWO, 1);

    assertThat(next()).containsExactly(TWO);
    commits.ended(new Append.Result(List.of(new Append.Appended(1))));
    assertThat(next()).isEmpty();

    commits.settled(Shards.of(ONE));
    assertThat(next()).containsExactly(ONE);
  }

  @Test
  void everyPartMustHaveItsOutcome() {
    waits(ONE, 1);
    next();

    assertThatThrownBy(() -> commits.ended(new Append.Result(List.of())))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
