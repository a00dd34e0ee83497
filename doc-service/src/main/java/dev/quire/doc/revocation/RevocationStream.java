package dev.quire.doc.revocation;

import dev.quire.doc.database.Statements;
import dev.quire.wire.DocumentId;
import dev.quire.wire.Role;
import dev.quire.wire.WireFailure;
import dev.quire.wire.WireFailure.Code;
import dev.quire.wire.doc.EndSignIns;
import dev.quire.wire.doc.ReadRevocations;
import dev.quire.wire.doc.Revocation;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Reads the stream, puts ended sign-ins into it, and forgets what nobody needs any more. */
public final class RevocationStream {
  /** Above an access token's longest life: whose sign-in ended before has a token that expired. */
  private static final double KEPT_SECONDS = 2 * 3600;

  private static final int MAX_SIGN_INS = 1_000;

  /** What tells the name of a key from a sign-in's id. */
  private static final String KEY = "key:";

  private static final String READ =
      """
      SELECT head.last, head.forgotten_through, entry.number, entry.document, entry.who, entry.role,
             entry.organisation,
             EXISTS (SELECT FROM document_link WHERE expires_at <= now()) AS is_due
      FROM revocation_head AS head
      LEFT JOIN LATERAL (
        SELECT number, document, who, role, organisation FROM revocation
        WHERE number > $1 ORDER BY number LIMIT $2
      ) AS entry ON true
      ORDER BY entry.number
      """;

  private static final String END_SIGN_INS =
      "SELECT max(revoke_right(NULL, ended.who, NULL)) FROM unnest($1::text[]) AS ended (who)";

  /** In the order of ids, so that processes which do it at the same time wait in one order. */
  private static final String END_LINKS =
      """
      DELETE FROM document_link WHERE id IN (
        SELECT id FROM document_link WHERE expires_at <= now() ORDER BY id LIMIT 100 FOR UPDATE)
      """;

  private static final String SWEEP =
      """
      WITH old AS (
        SELECT max(number) AS through FROM revocation WHERE at < now() - make_interval(secs => $1)
      ), forgotten AS (
        UPDATE revocation_head SET forgotten_through = old.through FROM old
        WHERE old.through > forgotten_through RETURNING forgotten_through AS through
      )
      DELETE FROM revocation USING forgotten WHERE number <= forgotten.through
      """;

  private final Statements statements;

  public RevocationStream(Statements statements) {
    this.statements = statements;
  }

  /**
   * What comes after a number. Links that are over are ended first: nobody is told that he knows
   * everything before their ends are in the stream, whoever else should have seen to it.
   */
  public Future<ReadRevocations.Page> read(ReadRevocations question) {
    return statements
        .execute(READ, Tuple.of(question.after(), ReadRevocations.PAGE))
        .compose(
            rows ->
                isDue(rows)
                    ? statements.execute(END_LINKS, Tuple.tuple()).compose(ended -> read(question))
                    : Future.succeededFuture(page(rows)));
  }

  private static boolean isDue(RowSet<Row> rows) {
    return rows.iterator().next().getBoolean("is_due");
  }

  private static ReadRevocations.Page page(RowSet<Row> rows) {
    long head = 0;
    long forgottenThrough = 0;
    List<Revocation> entries = new ArrayList<>();
    for (Row row : rows) {
      head = row.getLong(0);
      forgottenThrough = row.getLong(1);
      if (row.getLong(2) != null) {
        entries.add(entry(row));
      }
    }
    return new ReadRevocations.Page(head, forgottenThrough, List.copyOf(entries));
  }

  private static Revocation entry(Row row) {
    long number = row.getLong(2);
    UUID document = row.getUUID(3);
    String who = row.getString(4);
    UUID organisation = row.getUUID(6);
    if (organisation != null) {
      return new Revocation.OrganisationChanged(number, organisation.toString(), who);
    }
    if (document == null) {
      return who.startsWith(KEY)
          ? new Revocation.KeyRevoked(number, who.substring(KEY.length()))
          : new Revocation.SignInEnded(number, who);
    }
    String role = row.getString(5);
    return who.isEmpty()
        ? new Revocation.DocumentDeleted(number, DocumentId.of(document))
        : new Revocation.RightChanged(
            number,
            DocumentId.of(document),
            who,
            role == null ? null : Role.ofWord(role).orElseThrow());
  }

  public Future<EndSignIns.Ended> endSignIns(EndSignIns ended) {
    List<String> all = new ArrayList<>(ended.sessions());
    ended.keys().forEach(key -> all.add(KEY + key));
    if (all.isEmpty() || all.size() > 2 * MAX_SIGN_INS) {
      throw new WireFailure(Code.INVALID, "Name 1 to " + MAX_SIGN_INS + " sign-ins.");
    }
    return statements
        .execute(END_SIGN_INS, Tuple.of(all.toArray(new String[0])))
        .map(rows -> new EndSignIns.Ended(rows.iterator().next().getLong(0)));
  }

  /** Forgets what is older than anybody's access token; how many entries that were. */
  public Future<Integer> sweep() {
    return statements.execute(SWEEP, Tuple.of(KEPT_SECONDS)).map(RowSet::rowCount);
  }
}
