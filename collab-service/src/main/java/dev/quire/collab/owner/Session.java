package dev.quire.collab.owner;

import dev.quire.wire.Role;
import dev.quire.wire.SessionId;
import dev.quire.wire.doc.Revocation;
import dev.quire.wire.session.ToEdge.Answered;
import dev.quire.wire.session.ToEdge.Verdict;
import dev.quire.wire.session.ToOwner;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * One document on one socket, as its owner sees it: which frames have come, and the answers that
 * wait for their commit.
 *
 * <p>Answers leave in the order of the frames. One that needs no commit waits for those before it.
 * Equal ones that leave together are one run, answered by one message.
 */
final class Session {
  /**
   * Answers that are due once the revision is durable.
   *
   * @param through the last frame of the run
   */
  private record Run(long through, Verdict verdict, long dueAt) {}

  /** Of a session that has not said under which id it writes. */
  static final long NO_CLIENT = -1;

  private final ToOwner.Open open;
  private final String edge;
  private final ArrayDeque<Run> runs = new ArrayDeque<>();
  private long received;
  private long answeredThrough;
  private boolean revoked;
  private int looks;
  private long client = NO_CLIENT;
  private boolean wasRefused;
  private long refusedBytes;

  Session(String edge, ToOwner.Open open) {
    this.edge = edge;
    this.open = open;
  }

  String edge() {
    return edge;
  }

  long number() {
    return open.session();
  }

  String author() {
    return open.author();
  }

  /** What its updates are stamped with beside the author; null where its edge says nothing. */
  @Nullable SessionId stamp() {
    SessionId stamp = open.stamp();
    // Edges of before stamps name the sign-in alone.
    return stamp != null ? stamp : SessionId.parse(open.signIn()).orElse(null);
  }

  boolean mayEdit() {
    return open.mayEdit();
  }

  /** The user ids of Quire's own accounts and those of an application's tokens are two things. */
  boolean isSameUserAs(Session other) {
    return author().equals(other.author()) && isOwnAccount() == other.isOwnAccount();
  }

  /** Whether its user has an account of Quire's own. */
  boolean isOwnAccount() {
    return !open.signIn().isEmpty();
  }

  /** Its client has said what its Yjs client id is; only the first time counts. */
  void speaks(long id) {
    if (client == NO_CLIENT) {
      client = id;
    }
  }

  /** As {@link #speaks} was told; {@link #NO_CLIENT} before. */
  long client() {
    return client;
  }

  /** Marks the session if its right is one that was revoked after its edge had looked at it. */
  void revoke(Revocation revocation) {
    if (revocation.number() > open.asOf() && isConcernedBy(revocation)) {
      revoked = true;
    }
  }

  private boolean isConcernedBy(Revocation revocation) {
    boolean isOwnAccount = isOwnAccount();
    if (revocation instanceof Revocation.RightChanged change) {
      Role role = change.role();
      return isOwnAccount
          && change.document().equals(open.document())
          && change.userId().equals(open.author())
          && (role == null || role.mayEdit() != open.mayEdit());
    } else if (revocation instanceof Revocation.OrganisationChanged change) {
      return isOwnAccount
          && change.organisation().equals(open.organisation())
          && (change.userId().isEmpty() || change.userId().equals(open.author()));
    } else if (revocation instanceof Revocation.SignInEnded ended) {
      return isOwnAccount && ended.session().equals(open.signIn());
    } else if (revocation instanceof Revocation.KeyRevoked revoked) {
      return isOwnAccount && revoked.key().equals(open.key());
    }
    return revocation instanceof Revocation.DocumentDeleted deleted
        && deleted.document().equals(open.document());
  }

  /** Whether nothing is taken from it any more: its edge is about to end it. */
  boolean isRevoked() {
    return revoked;
  }

  /** What the edge had delivered when it opened the session; -1 for nothing. */
  long delivered() {
    return open.delivered();
  }

  /** The number of the last frame received. */
  long received() {
    return received;
  }

  boolean hasReceived(long number) {
    return number <= received;
  }

  boolean isNext(long number) {
    return number == received + 1;
  }

  void receive(long number) {
    received = number;
  }

  /** Whether one more of its updates may be looked into. */
  boolean takeLook() {
    return looks++ < SeedGuard.LOOKS;
  }

  /** An edit was refused because the document is full. */
  void refused(int bytes) {
    wasRefused = true;
    refusedBytes += bytes;
  }

  /** Whether it has something that was refused because the document is full. */
  boolean wasRefused() {
    return wasRefused;
  }

  /** It has deleted what was refused: what is left of that takes next to nothing. */
  void tookBack() {
    refusedBytes = 0;
  }

  /** What was refused, in bytes. */
  long refusedBytes() {
    return refusedBytes;
  }

  /** How many runs of answers wait. */
  int waitingRuns() {
    return runs.size();
  }

  /**
   * @param dueAt the revision whose commit the answer waits for; 0 where it waits for none
   */
  void answer(long number, Verdict verdict, long dueAt) {
    Run last = runs.peekLast();
    long due = last == null ? dueAt : Math.max(dueAt, last.dueAt());
    if (last != null && last.verdict() == verdict && last.dueAt() == due) {
      runs.removeLast();
    }
    runs.add(new Run(number, verdict, due));
  }

  /** The answers that are due at the revision, in order. */
  void answersDue(long durable, Outbox outbox) {
    while (!runs.isEmpty() && runs.element().dueAt() <= durable) {
      Run run = runs.remove();
      Run next = runs.peek();
      boolean joinsNext =
          next != null && next.dueAt() <= durable && next.verdict() == run.verdict();
      if (!joinsNext) {
        outbox.send(
            edge,
            new Answered(
                open.document(), number(), run.through(), run.verdict(), durable, answeredThrough));
        answeredThrough = run.through();
      }
    }
  }

  boolean isAnswered() {
    return runs.isEmpty();
  }
}
