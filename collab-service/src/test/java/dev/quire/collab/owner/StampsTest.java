package dev.quire.collab.owner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quire.collab.owner.Stage.Person;
import dev.quire.wire.SessionId;
import dev.quire.wire.doc.Append;
import dev.quire.wire.session.ToOwner;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Each update goes to the log with the author and the session that its edge vouches for. */
class StampsTest {
  private static final SessionId LAPTOP = new SessionId(1, 1);
  private static final SessionId PHONE = new SessionId(1, 2);

  private final Stage stage = Stage.loaded();
  private final Person one = stage.opens("somebody", "edge-1");
  private final Person other = stage.opens("somebody else", "edge-1");

  private void opens(long session, String signIn, @Nullable SessionId stamp) {
    stage.tell(
        "edge-1",
        new ToOwner.Open(Stage.DOCUMENT, session, "alice", true, -1, signIn, 0, "", "key", stamp));
  }

  private void edits(long session, Person whose, String text) {
    stage.tell("edge-1", new ToOwner.Edit(Stage.DOCUMENT, session, 1, whose.writes(text)));
  }

  private List<Append.Update> appended() {
    return stage.sendsBatch().updates();
  }

  @Test
  void twoSessionsOfOneUserInOneCommitKeepTheirOwn() {
    opens(77, "a sign-in", LAPTOP);
    opens(78, "another", PHONE);
    edits(77, one, "here");
    edits(78, other, "there");
    assertThat(appended())
        .extracting(Append.Update::author, Append.Update::session)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("alice", LAPTOP),
            org.assertj.core.groups.Tuple.tuple("alice", PHONE));
  }

  @Test
  void ofAnOlderEdgeTheSignInIsTheSession() {
    UUID signIn = UUID.randomUUID();
    opens(77, signIn.toString(), null);
    opens(78, "", null);
    edits(77, one, "here");
    edits(78, other, "there");
    assertThat(appended())
        .extracting(Append.Update::session)
        .containsExactly(SessionId.of(signIn), null);
  }
}
