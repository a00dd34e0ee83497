package dev.quire.edge.socket;

import dev.quire.wire.Principal;
import dev.quire.wire.SessionId;
import java.util.UUID;

/** What an edit is stamped with beside its author. No client has a say in it. */
public final class SessionStamp {
  private SessionStamp() {}

  /**
   * The sign-in, or a guest's visit, as the verified token names it. A token of an application
   * names none that Quire knows: each time that it opens a document, which is once a socket or a
   * request, is a session of its own.
   */
  public static SessionId of(Principal principal) {
    return SessionId.parse(principal.session()).orElseGet(() -> SessionId.of(UUID.randomUUID()));
  }
}
