package dev.quire.doc.rest;

import dev.quire.kit.rest.Problem;
import dev.quire.kit.rest.RestCall;
import dev.quire.wire.Role;
import dev.quire.wire.SessionId;
import dev.quire.wire.doc.OpenDocument.Access;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which sessions of a document's history somebody is shown: his own, and everybody's where he is an
 * owner. To others it is nobody's business from how many places somebody works.
 *
 * @param only the one session that he asks for
 */
record SessionsShown(boolean all, String userId, Optional<SessionId> only) {

  /** By the role that the caller has. */
  static SessionsShown to(RestCall call, Access granted) {
    return new SessionsShown(
        granted.role() == Role.OWNER, call.caller().userId(), Optional.empty());
  }

  /**
   * Only of the session that the query names, if it names one.
   *
   * @throws Problem 400 where that can be no session's id
   */
  SessionsShown asked(RestCall call) {
    Optional<SessionId> asked =
        call.query("session")
            .map(
                text ->
                    SessionId.parse(text)
                        .orElseThrow(
                            () ->
                                Problem.invalid("'session' must be a UUID, as history says it.")));
    return new SessionsShown(all, userId, asked);
  }

  private boolean isShown(String author) {
    return all || author.equals(userId);
  }

  /** Whether revisions of an author and session are among what is asked for. */
  boolean has(String author, @Nullable SessionId session) {
    return only.isEmpty() || (isShown(author) && only.get().equals(session));
  }

  /** Adds {@code session} to an item of history, where there is one to be shown. */
  void describe(JsonObject item, String author, @Nullable SessionId session) {
    if (session != null && isShown(author)) {
      item.put("session", session.toString());
    }
  }
}
