package dev.quire.doc.link;

import dev.quire.doc.database.Statements;
import dev.quire.doc.document.Uuid7;
import dev.quire.wire.DocumentId;
import dev.quire.wire.Role;
import dev.quire.wire.WireFailure;
import dev.quire.wire.WireFailure.Code;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Share links in PostgreSQL. Whoever calls has looked up the right to manage the document. */
public final class ShareLinks {
  /** The most links of a document at the same time. */
  public static final int MAX_LINKS = 100;

  /** The most people who have a role by one link. */
  public static final int MAX_GUESTS = 1000;

  private static final String CREATE =
      """
      INSERT INTO document_link
        (id, document, token_hash, role, created_by, expires_at, without_account)
      SELECT $1, $2, $3, $4, $5, $6, $8
      WHERE (SELECT count(*) FROM document_link WHERE document = $2) < $7
      RETURNING id, role, created_by, created_at, expires_at, without_account,
                0::bigint AS guests, 0::bigint AS visitors
      """;

  private static final String LIST =
      """
      SELECT id, role, created_by, created_at, expires_at, without_account,
             (SELECT count(*) FROM document_link_guest
              WHERE link = document_link.id AND visits_until IS NULL) AS guests,
             (SELECT count(*) FROM document_link_guest
              WHERE link = document_link.id AND visits_until > now()) AS visitors
      FROM document_link
      WHERE document = $1 AND (expires_at IS NULL OR expires_at > now())
      ORDER BY id DESC
      """;

  private static final String END = "DELETE FROM document_link WHERE document = $1 AND id = $2";

  /**
   * The link's row is locked, so that one which is being ended gives nothing to anybody who comes
   * at the same time.
   */
  private static final String REDEEM =
      """
      WITH link AS MATERIALIZED (
        SELECT link.id, link.document FROM document_link AS link
        JOIN document ON document.id = link.document
        WHERE link.token_hash = $1 AND (link.expires_at IS NULL OR link.expires_at > now())
          AND document.deleted_at IS NULL AND document.realm = 'quire'
        FOR KEY SHARE OF link
      ), room AS (
        SELECT id, document FROM link
        WHERE (SELECT count(*) FROM document_link_guest
               WHERE link = link.id AND visits_until IS NULL) < $3
           OR EXISTS (SELECT FROM document_link_guest WHERE link = link.id AND user_id = $2)
      ), redeemed AS (
        INSERT INTO document_link_guest (link, document, user_id)
        SELECT id, document, $2 FROM room ON CONFLICT DO NOTHING
      )
      SELECT link.document, EXISTS (SELECT FROM room) FROM link
      """;

  /**
   * One of them.
   *
   * @param expiresAt when it is over; null for never
   * @param withoutAccount whether people without an account may open it
   * @param guests how many people have opened it
   * @param visitors how many people without an account are here by it
   */
  public record Link(
      UUID id,
      Role role,
      String createdBy,
      Instant createdAt,
      @Nullable Instant expiresAt,
      boolean withoutAccount,
      long guests,
      long visitors) {}

  /** A link that has just been made, with what nobody will see again. */
  public record Made(Link link, LinkToken token) {}

  private final Statements statements;
  private final Clock clock;
  private final SecureRandom random;

  public ShareLinks(Statements statements, Clock clock, SecureRandom random) {
    this.statements = statements;
    this.clock = clock;
    this.random = random;
  }

  /** {@code CONFLICT} where the document has {@link #MAX_LINKS}. */
  public Future<Made> create(
      DocumentId document,
      Role role,
      @Nullable Instant expiresAt,
      boolean withoutAccount,
      String userId) {
    LinkToken token = LinkToken.random(random);
    Tuple values =
        Tuple.tuple()
            .addUUID(Uuid7.of(clock.millis(), random))
            .addUUID(document.toUuid())
            .addBuffer(Buffer.buffer(token.hash()))
            .addString(role.word())
            .addString(userId)
            .addOffsetDateTime(expiresAt == null ? null : expiresAt.atOffset(ZoneOffset.UTC))
            .addInteger(MAX_LINKS)
            .addBoolean(withoutAccount);
    return statements
        .execute(CREATE, values)
        .map(
            rows ->
                rows.stream()
                    .findFirst()
                    .map(row -> new Made(link(row), token))
                    .orElseThrow(
                        () ->
                            new WireFailure(
                                Code.CONFLICT,
                                "A document has at most " + MAX_LINKS + " links: end one first.")));
  }

  /** Those that are good, the newest first. */
  public Future<List<Link>> list(DocumentId document) {
    return statements
        .execute(LIST, Tuple.of(document.toUuid()))
        .map(rows -> rows.stream().map(ShareLinks::link).toList());
  }

  /** Nobody has a role by it any more. {@code NOT_FOUND} where there is none. */
  public Future<Void> end(DocumentId document, UUID link) {
    return statements
        .execute(END, Tuple.of(document.toUuid(), link))
        .map(
            rows -> {
              if (rows.rowCount() == 0) {
                throw new WireFailure(Code.NOT_FOUND, "There is no such link.");
              }
              return null;
            });
  }

  /**
   * Gives an account the link's role, and tells on which document. {@code NOT_FOUND} where the link
   * is none, was ended or is over, {@code CONFLICT} where {@link #MAX_GUESTS} have opened it.
   */
  public Future<DocumentId> redeem(LinkToken token, String userId) {
    return statements
        .execute(REDEEM, Tuple.of(Buffer.buffer(token.hash()), userId, MAX_GUESTS))
        .map(
            rows -> {
              Row row = rows.stream().findFirst().orElseThrow(ShareLinks::over);
              if (!row.getBoolean(1)) {
                throw new WireFailure(
                    Code.CONFLICT, "Too many people have opened this link: ask for another one.");
              }
              return DocumentId.of(row.getUUID(0));
            });
  }

  /** The same for a link that never was and for one that is no more. */
  public static WireFailure over() {
    return new WireFailure(
        Code.NOT_FOUND, "This link is not good any more. Ask whoever sent it for another one.");
  }

  private static Link link(Row row) {
    OffsetDateTime expiresAt = row.getOffsetDateTime("expires_at");
    return new Link(
        row.getUUID("id"),
        Role.ofWord(row.getString("role")).orElseThrow(),
        row.getString("created_by"),
        row.getOffsetDateTime("created_at").toInstant(),
        expiresAt == null ? null : expiresAt.toInstant(),
        row.getBoolean("without_account"),
        row.getLong("guests"),
        row.getLong("visitors"));
  }
}
