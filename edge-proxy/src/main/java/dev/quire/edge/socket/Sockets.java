package dev.quire.edge.socket;

import dev.quire.wire.Bytes;
import dev.quire.wire.DocumentId;
import dev.quire.wire.client.HocuspocusProtocol;
import dev.quire.wire.client.YWebsocketProtocol;
import dev.quire.wire.doc.AccessChanged;
import io.vertx.core.Future;
import io.vertx.core.http.ServerWebSocket;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Every socket of one loop. */
public final class Sockets {
  /** How many sockets are told to go at a time, and how often, when the edge stops. */
  private static final int CLOSED_AT_ONCE = 200;

  private static final long CLOSING_STEP_MILLIS = 20;

  private final Set<ClientSocket> sockets = new HashSet<>();
  private final LoopParts loop;

  public Sockets(LoopParts loop) {
    this.loop = loop;
  }

  /** Whether one more may come. */
  public boolean hasRoom() {
    return loop.counters().sockets() < loop.limits().sockets();
  }

  public void collab(ServerWebSocket socket) {
    add(new CollabSocket(socket, loop, this::remove));
  }

  /**
   * @param document id or name
   * @param credential a token or ticket; {@code ""} where there was none
   */
  public void yjs(ServerWebSocket socket, String document, String credential) {
    add(new YjsSocket(socket, loop, this::remove, document, credential));
  }

  private void add(ClientSocket client) {
    sockets.add(client);
    loop.counters().sockets.incrementAndGet();
  }

  private void remove(ClientSocket client) {
    if (sockets.remove(client)) {
      loop.counters().sockets.decrementAndGet();
    }
  }

  /** Every half second. */
  public void tick() {
    for (ClientSocket socket : List.copyOf(sockets)) {
      socket.tick();
    }
  }

  /** These sign-ins have ended: their tokens are refused, and what is open by them is closed. */
  public void sessionsEnded(List<String> ended) {
    loop.tokens().end(ended);
    Set<String> all = Set.copyOf(ended);
    for (ClientSocket socket : List.copyOf(sockets)) {
      socket.onSessionsEnded(all);
    }
  }

  /** Rights on a document have changed: everybody concerned who has it open is looked at again. */
  public void accessChanged(AccessChanged change) {
    loop.access().changed(change.document());
    DocumentHost host = loop.documents().find(change.document());
    if (host == null) {
      return;
    }
    for (Subscriber each : List.copyOf(host.sessions())) {
      if (each instanceof DocumentSession session && session.isConcernedBy(change)) {
        session.lookAgain(change);
      }
    }
  }

  /** Writes changed awareness states to everybody at the document. */
  public void awareness(DocumentId document, Bytes states) {
    DocumentHost host = loop.documents().find(document);
    if (host == null) {
      return;
    }
    try (EncodedFrames frames =
        new EncodedFrames(states, HocuspocusProtocol::awareness, YWebsocketProtocol::awareness)) {
      for (Subscriber session : List.copyOf(host.sessions())) {
        session.awareness(frames);
      }
    }
  }

  /** Tells every client to reconnect elsewhere, some at a time. */
  public Future<Void> closeAll() {
    ArrayDeque<ClientSocket> open = new ArrayDeque<>(sockets);
    return closeSome(open);
  }

  private Future<Void> closeSome(ArrayDeque<ClientSocket> open) {
    for (int i = 0; i < CLOSED_AT_ONCE && !open.isEmpty(); i++) {
      open.removeFirst().close(CloseCode.RESTARTING, "The server restarts. Reconnect.");
    }
    return open.isEmpty()
        ? Future.succeededFuture()
        : loop.vertx().timer(CLOSING_STEP_MILLIS).compose(later -> closeSome(open));
  }
}
