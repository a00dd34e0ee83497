package dev.quire.edge.socket;

import dev.quire.wire.Bytes;
import dev.quire.wire.DocumentId;
import dev.quire.wire.Principal;
import dev.quire.wire.doc.Revocation;
import io.vertx.core.Future;
import io.vertx.core.http.ServerWebSocket;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;

/** Every socket of one loop. */
public final class Sockets {
  /** How often {@link #tick} is to be called for each socket to be looked at once. */
  public static final int TICKS_A_ROUND = SocketSet.SLICES;

  private static final long CLOSING_STEP_MILLIS = 20;
  private static final long BREATH_MILLIS = 1;

  /** How long the clients may take to hear it, before their connections are closed under them. */
  private static final long CLOSING_MILLIS = 1_000;

  private final SocketSet sockets = new SocketSet();
  private final LoopParts loop;
  private final AwarenessFanout awareness;
  private boolean stopping;

  public Sockets(LoopParts loop) {
    this.loop = loop;
    // A timer, for what is merely put behind would run before the loop looks for input.
    this.awareness =
        new AwarenessFanout(
            rest -> loop.vertx().setTimer(BREATH_MILLIS, timer -> rest.run()),
            loop.counters()::limited);
  }

  /** Whether the edge is about to go: nobody is let in any more. */
  public boolean isStopping() {
    return stopping;
  }

  /**
   * Takes a place for a socket that is about to be: it is to be added, or {@link #neverCame}
   * called.
   *
   * @return the limit that it would go over, if any: then it has no place
   */
  public Optional<String> expect(String address) {
    Optional<String> limit = loop.counters().census().enter(address, loop.limits());
    limit.ifPresent(loop.counters()::limited);
    return limit;
  }

  /** The upgrade of a socket that was expected has failed. */
  public void neverCame(String address) {
    loop.counters().census().left(address, Optional.empty());
  }

  public void collab(ServerWebSocket socket, String address) {
    add(new CollabSocket(socket, loop, address, this::remove));
  }

  /**
   * @param document id or name
   * @param credential a token or ticket; {@code ""} where there was none
   */
  public void yjs(ServerWebSocket socket, String address, String document, String credential) {
    add(new YjsSocket(socket, loop, address, this::remove, document, credential));
  }

  private void add(ClientSocket client) {
    sockets.add(client);
    if (stopping) {
      // Its upgrade was under way.
      restart(client);
    }
  }

  private void remove(ClientSocket client) {
    if (sockets.remove(client)) {
      loop.counters().census().left(client.address(), client.user());
    }
  }

  /**
   * {@link #TICKS_A_ROUND} times for each socket's one, so that never all of them are pinged at
   * once.
   */
  public void tick() {
    for (ClientSocket socket : sockets.next()) {
      socket.tick();
    }
    if (sockets.isRoundOver()) {
      boundOutput();
    }
  }

  /** Each socket's output is bounded, but thousands of slow readers together would not be. */
  private void boundOutput() {
    List<ClientSocket> all = sockets.all();
    long unsent = all.stream().mapToLong(socket -> socket.writer.unsent()).sum();
    long most = loop.limits().allOutputBytes();
    if (unsent > most) {
      all.sort(
          Comparator.comparingLong((ClientSocket socket) -> socket.writer.unsent()).reversed());
      for (int i = 0; i < all.size() && unsent > most; i++) {
        unsent -= all.get(i).writer.unsent();
        all.get(i).refuse("all_output_bytes", CloseCode.LOST_PLACE, "Fell too far behind.");
      }
    }
  }

  /** Somebody's right is not what it was: what is open by it is looked at again, or closed. */
  public void revoked(Revocation revocation) {
    if (revocation instanceof Revocation.RightChanged change) {
      sessions(change.document()).forEach(session -> session.onRightChanged(change));
    } else if (revocation instanceof Revocation.DocumentDeleted deleted) {
      sessions(deleted.document()).forEach(session -> session.onDeleted(deleted));
    } else if (revocation instanceof Revocation.OrganisationChanged change) {
      for (DocumentHost host : loop.documents().all()) {
        sessions(host.document()).forEach(session -> session.onOrganisationChanged(change));
      }
    } else if (revocation instanceof Revocation.SignInEnded ended) {
      signedOut(principal -> principal.session().equals(ended.session()));
    } else if (revocation instanceof Revocation.KeyRevoked revoked) {
      loop.tokens().forget(revoked.key());
      signedOut(principal -> principal.key().equals(revoked.key()));
    }
  }

  private void signedOut(Predicate<Principal> whom) {
    for (ClientSocket socket : sockets.all()) {
      socket.onSignedOut(whom);
    }
  }

  private List<DocumentSession> sessions(DocumentId document) {
    DocumentHost host = loop.documents().find(document);
    return host == null
        ? List.of()
        : host.sessions().stream()
            .filter(DocumentSession.class::isInstance)
            .map(DocumentSession.class::cast)
            .toList();
  }

  /** Writes changed awareness states to everybody at the document. */
  public void awareness(DocumentId document, Bytes states) {
    DocumentHost host = loop.documents().find(document);
    if (host != null) {
      awareness.send(host.numbered(), states);
    }
  }

  /**
   * Tells every client to reconnect elsewhere, not all at once. Done when all have gone, or have
   * had the time to hear it.
   *
   * @param withinMillis the longest that this may take for any number of clients
   */
  public Future<Void> closeAll(long withinMillis) {
    stopping = true;
    List<ClientSocket> open = sockets.all();
    Collections.shuffle(open);
    long[] moments = DrainMoments.of(open.size(), withinMillis, ThreadLocalRandom.current());
    return closeDue(open, moments, 0, loop.clock().getAsLong())
        .compose(told -> untilGone(loop.clock().getAsLong() + CLOSING_MILLIS));
  }

  private Future<Void> closeDue(List<ClientSocket> open, long[] moments, int first, long begun) {
    long now = loop.clock().getAsLong() - begun;
    int next = first;
    while (next < moments.length && moments[next] <= now) {
      restart(open.get(next++));
    }
    int rest = next;
    return rest == moments.length
        ? Future.succeededFuture()
        : loop.vertx()
            .timer(CLOSING_STEP_MILLIS)
            .compose(later -> closeDue(open, moments, rest, begun));
  }

  private static void restart(ClientSocket socket) {
    socket.close(CloseCode.RESTARTING, "The server restarts. Reconnect.");
  }

  private Future<Void> untilGone(long deadline) {
    if (!sockets.isEmpty() && loop.clock().getAsLong() < deadline) {
      return loop.vertx().timer(CLOSING_STEP_MILLIS).compose(later -> untilGone(deadline));
    }
    // Who has not answered by now would be waited for by Vert.x, for much longer.
    sockets.all().forEach(ClientSocket::abort);
    return Future.succeededFuture();
  }
}
