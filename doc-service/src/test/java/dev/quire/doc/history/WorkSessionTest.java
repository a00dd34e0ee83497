package dev.quire.doc.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quire.doc.history.WorkSession.Step;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class WorkSessionTest {
  private static final long PAUSE = 1_000;

  private static Step step(long revision, String author, long millis) {
    Instant at = Instant.ofEpochMilli(millis);
    return new Step(revision, revision, author, at, at, 10);
  }

  @Test
  void anotherAuthorOrALongPauseBeginsAnotherSession() {
    List<WorkSession> sessions =
        WorkSession.of(
            List.of(
                step(6, "ada", 9_000),
                step(5, "ada", 8_500),
                step(4, "ada", 5_000),
                step(3, "bob", 4_500),
                step(2, "ada", 4_000),
                step(1, "ada", 3_000)),
            PAUSE);
    assertThat(sessions)
        .extracting(WorkSession::author, WorkSession::fromRevision, WorkSession::toRevision)
        .containsExactly(
            tuple("ada", 5, 6), tuple("ada", 4, 4), tuple("bob", 3, 3), tuple("ada", 1, 2));
    assertThat(sessions.get(0))
        .isEqualTo(
            new WorkSession(
                "ada", 5, 6, Instant.ofEpochMilli(8_500), Instant.ofEpochMilli(9_000), 20));
  }

  private static org.assertj.core.groups.Tuple tuple(String author, long from, long to) {
    return org.assertj.core.api.Assertions.tuple(author, from, to);
  }

  @Test
  void whatNobodyDidHasNoSessions() {
    assertThat(WorkSession.of(List.of(), PAUSE)).isEmpty();
  }
}
