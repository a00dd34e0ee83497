package dev.quire.edge.http;

import dev.quire.edge.channel.Right;
import dev.quire.edge.socket.DocumentHost;
import dev.quire.edge.socket.LoopParts;
import dev.quire.edge.socket.SessionStamp;
import dev.quire.wire.Bytes;
import dev.quire.wire.Principal;
import dev.quire.wire.doc.OpenDocument;
import io.vertx.core.Future;
import java.util.function.BiConsumer;

/** Brings an update to its document's owner for somebody who calls over HTTP. */
final class Edits {
  private static final long PATIENCE_MILLIS = 20_000;

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
    UpdateSession session = new UpdateSession();
    long number = loop.documents().newSession();
    Right right = Right.of(caller, access, SessionStamp.of(caller));
    DocumentHost host = loop.documents().join(access.document(), number, session, right);
    edit.accept(host, number);
    long timer = loop.vertx().setTimer(PATIENCE_MILLIS, late -> session.late());
    return session
        .revision()
        .onComplete(
            done -> {
              loop.vertx().cancelTimer(timer);
              host.leave(number);
            });
  }
}
