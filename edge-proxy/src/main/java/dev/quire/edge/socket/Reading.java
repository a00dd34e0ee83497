package dev.quire.edge.socket;

import io.vertx.core.http.ServerWebSocket;
import java.util.EnumSet;

/** Whether a socket is read: not while any reason says no. */
final class Reading {
  /** Why a socket is not read. */
  enum Reason {
    /** A credential is being verified: what comes next depends on it. */
    AUTHENTICATION,
    /** The client sends faster than it may. */
    PACE,
    /** The owner has too much of this client's to answer. */
    UNANSWERED,
    /** The client has not taken its state yet. */
    OUTPUT
  }

  private final ServerWebSocket socket;
  private final EnumSet<Reason> reasons = EnumSet.noneOf(Reason.class);

  Reading(ServerWebSocket socket) {
    this.socket = socket;
  }

  void stop(Reason reason) {
    if (reasons.isEmpty()) {
      socket.pause();
    }
    reasons.add(reason);
  }

  void goOn(Reason reason) {
    if (reasons.remove(reason) && reasons.isEmpty()) {
      socket.resume();
    }
  }

  boolean isStopped(Reason reason) {
    return reasons.contains(reason);
  }

  /** Whether it is the edge's doing that nothing is heard of the client. */
  boolean isStoppedByEdge() {
    return !reasons.isEmpty() && !reasons.contains(Reason.OUTPUT);
  }
}
