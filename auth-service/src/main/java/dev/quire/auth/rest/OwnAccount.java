package dev.quire.auth.rest;

import dev.quire.auth.account.Accounts;
import dev.quire.auth.session.Tickets;
import dev.quire.kit.rest.Replies;
import dev.quire.kit.rest.RestCall;
import dev.quire.wire.rest.RestReply;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.UUID;

/** What somebody asks about themselves. */
public final class OwnAccount {
  private final Authority authority;
  private final Accounts accounts;
  private final Tickets tickets;

  public OwnAccount(Authority authority, Accounts accounts, Tickets tickets) {
    this.authority = authority;
    this.accounts = accounts;
    this.tickets = tickets;
  }

  /** {@code GET /api/v1/auth/me}. */
  public Future<RestReply> me(RestCall call) {
    return accounts
        .ofLiveSession(Authority.session(call), authority.now())
        .map(
            found ->
                found
                    .map(account -> Replies.json(200, account.toJson()))
                    .orElseThrow(Authority::sessionOver));
  }

  /** {@code POST /api/v1/auth/ticket}. */
  public Future<RestReply> ticket(RestCall call) {
    UUID session = Authority.session(call);
    return accounts
        .ofLiveSession(session, authority.now())
        .compose(
            found ->
                found.isPresent()
                    ? tickets.issue(session, call.caller().key(), authority.now())
                    : Future.failedFuture(Authority.sessionOver()))
        .map(
            ticket ->
                Replies.json(
                    200,
                    new JsonObject()
                        .put("ticket", ticket.value())
                        .put("expiresIn", tickets.life().toSeconds())));
  }
}
