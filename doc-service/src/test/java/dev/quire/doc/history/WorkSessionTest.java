package dev.quire.doc.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quire.doc.history.WorkSession.Step;
import dev.quire.wire.SessionId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WorkSessionTest {
  private static final long PAUSE = 1_000;

  private static Step step(long revision, String author, long millis) {
    Instant at = Instant.ofEpochMilli(millis);
    return new Step(revision, revision, author, at, at, 10, null);
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
                "ada", 5, 6, Instant.ofEpochMilli(8_500), Instant.ofEpochMilli(9_000), 20, null));
  }

  @Test
  void anotherSignInOfTheSameAuthorBeginsAnotherSession() {
    SessionId laptop = new SessionId(1, 1);
    SessionId phone = new SessionId(1, 2);
    List<Step> steps = new ArrayList<>();
    for (SessionId session : new @Nullable SessionId[] {null, phone, phone, laptop, null}) {
      long revision = 5L - steps.size();
      Instant at = Instant.ofEpochMilli(revision * 10);
      steps.add(new Step(revision, revision, "ada", at, at, 10, session));
    }
    assertThat(WorkSession.of(steps, PAUSE))
        .extracting(WorkSession::session, WorkSession::fromRevision, WorkSession::toRevision)
        .containsExactly(
            org.assertj.core.api.Assertions.tuple(null, 5L, 5L),
            org.assertj.core.api.Assertions.tuple(phone, 3L, 4L),
            org.assertj.core.api.Assertions.tuple(laptop, 2L, 2L),
            org.assertj.core.api.Assertions.tuple(null, 1L, 1L));
  }

  private static org.assertj.core.groups.Tuple tuple(String author, long from, long to) {
    return org.assertj.core.api.Assertions.tuple(author, from, to);
  }

  @Test
  void whatNobodyDidHasNoSessions() {
    assertThat(WorkSession.of(List.of(), PAUSE)).isEmpty();
  }
}
