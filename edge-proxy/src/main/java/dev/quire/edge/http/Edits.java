package dev.quire.edge.http;

import dev.quire.edge.channel.Right;
import dev.quire.edge.pace.Allowance;
import dev.quire.edge.pace.Allowances;
import dev.quire.edge.pace.Delay;
import dev.quire.edge.pace.Flow;
import dev.quire.edge.socket.DocumentHost;
import dev.quire.edge.socket.LoopParts;
import dev.quire.edge.socket.SessionStamp;
import dev.quire.kit.rest.Problem;
import dev.quire.wire.Bytes;
import dev.quire.wire.DocumentId;
import dev.quire.wire.Principal;
import dev.quire.wire.doc.OpenDocument;
import io.vertx.core.Future;
import java.util.function.BiConsumer;

/**
 * Brings an update to its document's owner for somebody who calls over HTTP. It is one of what
 * their user and the document may have in a second, as an update by a socket is; over that it waits
 * as a socket does, for a while.
 */
final class Edits {
  private static final long PATIENCE_MILLIS = 20_000;

  /** Longer than so nobody waits for a turn: programs know what a 429 is. */
  private static final long LONGEST_TURN_MILLIS = 2_000;

  private final LoopParts loop;

  Edits(LoopParts loop) {
    this.loop = loop;
  }

  /**
   * The revision at which the update is durable; fails with a {@link dev.quire.kit.rest.Problem}.
   */
  Future<Long> apply(Principal caller, OpenDocument.Access access, Bytes update) {
    return apply(caller, access, (host, session) -> host.edit(session, update));
  }

  /** The same, and with a 412 where the document is not at the revision any more. */
  Future<Long> applyAt(Principal caller, OpenDocument.Access access, Bytes update, long revision) {
    return apply(caller, access, (host, session) -> host.editAt(session, update, revision));
  }

  private Future<Long> apply(
      Principal caller, OpenDocument.Access access, BiConsumer<DocumentHost, Long> edit) {
    return turn(caller, access.document()).compose(now -> bring(caller, access, edit));
  }

  /** Fails with a 429 where it would be too long; what was refused counts for nothing. */
  private Future<Void> turn(Principal caller, DocumentId document) {
    Allowance user = loop.allowances().user(Allowances.whose(caller));
    Flow ofAll = loop.allowances().document(document);
    Delay delay = new Delay();
    user.frame(delay);
    delay.atLeast(ofAll.take(1), "document_", "update_frames_per_second");
    if (delay.isNone()) {
      return Future.succeededFuture();
    }
    loop.counters().limited(delay.limit());
    if (delay.millis() > LONGEST_TURN_MILLIS) {
      user.noFrame();
      ofAll.giveBack(1);
      return Future.failedFuture(RequestPace.problem(delay));
    }
    return loop.vertx().timer(delay.millis()).mapEmpty();
  }

  private Future<Long> bring(
      Principal caller, OpenDocument.Access access, BiConsumer<DocumentHost, Long> edit) {
    UpdateSession session = new UpdateSession();
    long number = loop.documents().newSession();
    Right right = Right.of(caller, access, SessionStamp.of(caller));
    DocumentHost host = loop.documents().join(access.document(), number, session, right);
    edit.accept(host, number);
    long timer = loop.vertx().setTimer(PATIENCE_MILLIS, late -> session.late());
    return session
        .revision()
        .onFailure(this::count)
        .onComplete(
            done -> {
              loop.vertx().cancelTimer(timer);
              host.leave(number);
            });
  }

  private void count(Throwable fault) {
    if (fault instanceof Problem problem && problem.status() == 413) {
      loop.counters().limited("document_bytes");
    }
  }
}
