package dev.quire.collab.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quire.wire.Bytes;
import dev.quire.wire.DocumentId;
import dev.quire.wire.session.ToOwner;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The gate between a bus and a lane that only listen. */
class RightsGateTest {
  private static final DocumentId DOCUMENT = new DocumentId(1, 1);
  private static final ToOwner EDIT = edit(100);
  private static final ToOwner LEAVE =
      new ToOwner("edge-1", List.of(new ToOwner.Leave(DOCUMENT, 7)));

  private final List<ToOwner> passed = new ArrayList<>();
  private final List<String> heard = new ArrayList<>();
  private boolean current = true;
  private boolean outdated;
  private int asked;
  private Promise<Void> known = Promise.promise();

  private final RightsGate gate =
      new RightsGate(
          new RightsGate.Rights() {
            @Override
            public boolean isCurrent() {
              return current;
            }

            @Override
            public Future<Void> whenCurrent() {
              asked++;
              return known.future();
            }

            @Override
            public boolean isOutdated(ToOwner.Open open) {
              return outdated;
            }
          },
          new RightsGate.Lane() {
            @Override
            public void heard(String edge) {
              heard.add(edge);
            }

            @Override
            public void on(ToOwner message) {
              passed.add(message);
            }
          },
          10_000);

  @Test
  void passesEverythingOnWhileRightsAreKnown() {
    gate.on(EDIT);
    gate.on(LEAVE);
    assertThat(passed).containsExactly(EDIT, LEAVE);
    assertThat(asked).isZero();
  }

  @Test
  void holdsEditsAndWhatComesAfterThemTillItHasAskedOnceForAll() {
    current = false;
    gate.on(LEAVE);
    gate.on(EDIT);
    gate.on(LEAVE);
    gate.on(EDIT);
    assertThat(passed).containsExactly(LEAVE);
    assertThat(asked).isEqualTo(1);

    current = true;
    known.complete();
    assertThat(passed).containsExactly(LEAVE, EDIT, LEAVE, EDIT);
    assertThat(heard).hasSize(4);
  }

  @Test
  void asksAgainWhereTheAnswerIsTooOldWhenItComes() {
    current = false;
    gate.on(EDIT);
    Promise<Void> first = known;
    known = Promise.promise();
    first.complete();
    assertThat(passed).isEmpty();
    assertThat(asked).isEqualTo(2);

    current = true;
    known.complete();
    assertThat(passed).containsExactly(EDIT);
  }

  @Test
  void losesWhatIsOverItsBound() {
    current = false;
    gate.on(EDIT);
    gate.on(edit(20_000));
    gate.on(LEAVE);
    current = true;
    known.complete();
    assertThat(passed).containsExactly(EDIT, LEAVE);
    assertThat(heard).hasSize(3);
  }

  @Test
  void losesTheOpeningsWhoseRightsAreNotWhatTheyWere() {
    ToOwner.Open open = new ToOwner.Open(DOCUMENT, 7, "bob", true, -1, "s", 0);
    ToOwner.Leave leave = new ToOwner.Leave(DOCUMENT, 8);
    outdated = true;
    gate.on(new ToOwner("edge-1", List.of(open, leave)));
    assertThat(passed).containsExactly(new ToOwner("edge-1", List.of(leave)));
  }

  private static ToOwner edit(int bytes) {
    return new ToOwner(
        "edge-1", List.of(new ToOwner.Edit(DOCUMENT, 7, 1, Bytes.of(new byte[bytes]))));
  }
}
