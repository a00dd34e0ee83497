package dev.quire.doc.link;

import dev.quire.doc.database.Statements;
import dev.quire.doc.document.Uuid7;
import dev.quire.wire.DocumentId;
import dev.quire.wire.Principal;
import dev.quire.wire.Role;
import dev.quire.wire.WireFailure;
import dev.quire.wire.WireFailure.Code;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * People without an account who open a link that allows it. A visitor is a guest of that one link
 * and of nothing else, so whatever takes the link's role away ends the visit too; and only for some
 * minutes, which he has renewed while he stays.
 */
public final class Visits {
  /** As long as an access token, which is good no longer than this. */
  static final int MAX_SECONDS = 600;

  /** The visit outlives its token by what clocks may be apart. */
  private static final int LEEWAY_SECONDS = 60;

  /**
   * The link's row is locked as in redeeming. Of several who come at the same moment one or another
   * may be over the limit: it is a bound on work, not on rights.
   *
   * <p>A network has no more of a link's places than it leaves free for others: one alone has half
   * of them, the next half of what is left then, so that whoever wants all of them has to come from
   * many.
   */
  private static final String VISIT =
      """
      WITH link AS MATERIALIZED (
        SELECT link.id, link.document, link.role, link.without_account, link.expires_at
        FROM document_link AS link
        JOIN document ON document.id = link.document
        WHERE link.token_hash = $1 AND (link.expires_at IS NULL OR link.expires_at > now())
          AND document.deleted_at IS NULL AND document.realm = 'quire'
        FOR KEY SHARE OF link
      ), present AS (
        SELECT user_id FROM document_link_guest
        WHERE link = (SELECT id FROM link) AND user_id = $3 AND visits_until IS NOT NULL
      ), taken AS (
        SELECT count(*) AS by_all, count(*) FILTER (WHERE address = $4) AS by_network
        FROM document_link_guest
        WHERE link = (SELECT id FROM link) AND visits_until > now()
      ), room AS (
        SELECT id, document, coalesce((SELECT user_id FROM present), $2) AS visitor
        FROM link, taken
        WHERE without_account AND (EXISTS (SELECT FROM present) OR (
          by_all + by_network < $5
          AND (SELECT count(*) FROM document_link_guest
               WHERE address = $4 AND visits_until > now()) < $6))
      ), visit AS (
        INSERT INTO document_link_guest (link, document, user_id, address, visits_until)
        SELECT id, document, visitor, $4, now() + make_interval(secs => $7) FROM room
        ON CONFLICT (link, user_id) DO UPDATE SET visits_until = excluded.visits_until
      )
      SELECT document, role, without_account, (SELECT visitor FROM room),
             extract(epoch FROM expires_at - now())::float8, id,
             (SELECT by_all + by_network < $5 FROM taken)
      FROM link
      """;

  private static final String UNDO =
      """
      DELETE FROM document_link_guest
      WHERE link = $1 AND user_id = $2 AND visits_until IS NOT NULL
      """;

  private static final String SWEEP =
      """
      DELETE FROM document_link_guest WHERE (link, user_id) IN (
        SELECT link, user_id FROM document_link_guest WHERE visits_until <= now()
        ORDER BY link, user_id LIMIT $1 FOR UPDATE)
      """;

  /** Each that is forgotten writes an entry of the revocation stream, and others wait for it. */
  static final int SWEPT_AT_ONCE = 1_000;

  /**
   * One that has begun, or goes on.
   *
   * @param visitor as in {@link Principal#userId}
   * @param seconds how long it lasts, unless it is renewed
   * @param link by which the visitor is here
   * @param isNew whether it has begun, and takes a place that it did not take before
   */
  public record Visit(
      DocumentId document,
      Role role,
      String visitor,
      String displayName,
      long seconds,
      UUID link,
      boolean isNew) {
    /** As in {@link Principal#session}. */
    public String session() {
      return visitor.substring(Principal.VISITOR.length());
    }
  }

  private final Statements statements;
  private final VisitLimits limits;
  private final Clock clock;
  private final SecureRandom random;

  public Visits(Statements statements, VisitLimits limits, Clock clock, SecureRandom random) {
    this.statements = statements;
    this.limits = limits;
    this.clock = clock;
    this.random = random;
  }

  /**
   * Lets somebody in, or lets him stay. {@code NOT_FOUND} where the link is none, was ended or is
   * over; {@code FORBIDDEN} where it is for accounts only; {@code OVERLOADED} over the limits.
   *
   * @param present who he was before this; null for nobody
   * @param network where he is, as limits count
   */
  public Future<Visit> visit(LinkToken token, @Nullable String present, String network) {
    Tuple values =
        Tuple.tuple()
            .addBuffer(Buffer.buffer(token.hash()))
            .addString(Principal.VISITOR + Uuid7.of(clock.millis(), random))
            .addString(present)
            .addString(network)
            .addInteger(limits.perLink())
            .addInteger(limits.perAddress())
            .addDouble((double) MAX_SECONDS + LEEWAY_SECONDS);
    return statements
        .execute(VISIT, values)
        .map(rows -> visit(rows.stream().findFirst().orElseThrow(ShareLinks::over), present));
  }

  private static Visit visit(Row row, @Nullable String present) {
    if (!row.getBoolean(2)) {
      throw new WireFailure(Code.FORBIDDEN, "This link is for people with an account: sign in.");
    }
    String visitor = row.getString(3);
    if (visitor == null) {
      VisitLimits.COUNTS.reached(row.getBoolean(6) ? "visitors_per_address" : "visitors_per_link");
      throw new WireFailure(
          Code.OVERLOADED, "Too many people without an account are here. Try again later.");
    }
    Double left = row.getDouble(4);
    long seconds = left == null ? MAX_SECONDS : Math.min(MAX_SECONDS, Math.round(left));
    return new Visit(
        DocumentId.of(row.getUUID(0)),
        Role.ofWord(row.getString(1)).orElseThrow(),
        visitor,
        VisitorName.of(UUID.fromString(visitor.substring(Principal.VISITOR.length()))),
        Math.max(1, seconds),
        row.getUUID(5),
        !visitor.equals(present));
  }

  /** A visit that nobody was told of takes no place; one that goes on stays as it is. */
  public Future<Void> undo(Visit visit) {
    return visit.isNew()
        ? statements.execute(UNDO, Tuple.of(visit.link(), visit.visitor())).mapEmpty()
        : Future.succeededFuture();
  }

  /** Forgets all visits that are over, so many at a time; how many those were. */
  public Future<Integer> sweep() {
    return statements
        .execute(SWEEP, Tuple.of(SWEPT_AT_ONCE))
        .map(RowSet::rowCount)
        .compose(
            swept ->
                swept < SWEPT_AT_ONCE
                    ? Future.succeededFuture(swept)
                    : sweep().map(more -> swept + more));
  }
}
