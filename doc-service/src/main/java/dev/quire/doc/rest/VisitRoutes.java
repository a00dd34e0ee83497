package dev.quire.doc.rest;

import dev.quire.doc.link.LinkToken;
import dev.quire.doc.link.ShareLinks;
import dev.quire.doc.link.VisitLimits;
import dev.quire.doc.link.Visits;
import dev.quire.kit.limit.Network;
import dev.quire.kit.limit.RateLimit;
import dev.quire.kit.rest.Problem;
import dev.quire.kit.rest.Replies;
import dev.quire.kit.rest.RestCall;
import dev.quire.kit.rest.RestRouter;
import dev.quire.wire.Principal;
import dev.quire.wire.auth.AuthCalls.IssueVisit;
import dev.quire.wire.auth.AuthCalls.VisitToken;
import dev.quire.wire.rest.RestReply;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * People without an account open a link: {@code POST /links/visit} answers with a token for its
 * document. Nothing is asked of a cookie, so there is nothing that another site could make use of.
 */
public final class VisitRoutes {
  private static final Logger log = LoggerFactory.getLogger(VisitRoutes.class);

  private final Visits visits;
  private final RateLimit calls;
  private final Function<IssueVisit, Future<VisitToken>> tokens;

  /**
   * @param calls how often an address may ask: each answer costs a signature
   * @param tokens vouches for a visitor
   */
  public VisitRoutes(
      Visits visits, RateLimit calls, Function<IssueVisit, Future<VisitToken>> tokens) {
    this.visits = visits;
    this.calls = calls;
    this.tokens = tokens;
  }

  public void addTo(RestRouter router) {
    router.route("POST", "/api/v1/links/visit", this::visit);
  }

  private Future<RestReply> visit(RestCall call) {
    String network = Network.of(call.request().address());
    Duration wait = calls.take(network);
    return wait.isZero() ? letIn(call, network) : Future.succeededFuture(tooOften(wait));
  }

  private static RestReply tooOften(Duration wait) {
    VisitLimits.COUNTS.reached("visits_per_address_per_minute");
    long seconds = Math.max(1, wait.plusMillis(999).toSeconds());
    Problem problem =
        new Problem(
            429,
            "too-many-requests",
            "Too many requests",
            "Too many visits from this address. Try again in " + seconds + " s.");
    return Replies.with(problem.reply(), "retry-after", Long.toString(seconds));
  }

  private Future<RestReply> letIn(RestCall call, String network) {
    LinkToken token =
        LinkToken.parse(Inputs.required(call.json(), "token")).orElseThrow(ShareLinks::over);
    return visits
        .visit(token, present(call.request().caller()), network)
        .compose(visit -> vouched(visit).map(issued -> Replies.json(200, json(visit, issued))));
  }

  /**
   * The token of a visit; a visit that gets none is undone. No follower of the revocation stream is
   * told to ask for news: nobody knows the visitor yet, or his right is what it was.
   */
  private Future<VisitToken> vouched(Visits.Visit visit) {
    return tokens
        .apply(
            new IssueVisit(visit.visitor(), visit.displayName(), visit.session(), visit.seconds()))
        .recover(
            fault ->
                visits
                    .undo(visit)
                    .onFailure(
                        left -> log.warn("event=visit-not-undone fault={}", left.getMessage()))
                    .transform(undone -> Future.failedFuture(fault)));
  }

  /**
   * @throws Problem 403 for whoever has an account
   */
  private static @Nullable String present(@Nullable Principal caller) {
    if (caller == null) {
      return null;
    }
    if (!caller.isVisitor()) {
      throw Problem.forbidden("You have an account: open the link by 'POST /links/redeem'.");
    }
    return caller.userId();
  }

  private static JsonObject json(Visits.Visit visit, VisitToken issued) {
    return new JsonObject()
        .put("document", visit.document().toString())
        .put("role", visit.role().word())
        .put(
            "visitor",
            new JsonObject().put("id", visit.visitor()).put("displayName", visit.displayName()))
        .put("accessToken", issued.accessToken())
        .put("expiresIn", issued.expiresInSeconds());
  }
}
