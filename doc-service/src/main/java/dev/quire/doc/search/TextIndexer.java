package dev.quire.doc.search;

import dev.quire.crdt.YDoc;
import dev.quire.doc.database.Statements;
import dev.quire.doc.search.DueTexts.Claim;
import dev.quire.doc.state.StateReader;
import dev.quire.richtext.ContentException;
import dev.quire.richtext.ContentLimits;
import dev.quire.richtext.Format;
import dev.quire.richtext.yjs.TreeReader;
import dev.quire.wire.WireFailure;
import dev.quire.wire.WireFailure.Code;
import dev.quire.wire.doc.Append;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what search looks in as new as the log, in the background: one document at a time, and one
 * that is edited without end the less often the longer it takes to read. For one event loop.
 */
public final class TextIndexer {
  private static final Logger log = LoggerFactory.getLogger(TextIndexer.class);

  private static final UUID FIRST = new UUID(0, 0);
  private static final long TURN_MILLIS = 500;
  private static final int CLAIMED_AT_ONCE = 8;
  private static final int SWEPT_AT_ONCE = 500;

  /** Of writing one document's text, on a worker; what takes longer is found by its title only. */
  private static final Duration MOST_WORK = Duration.ofSeconds(12);

  /** What no note led to is found after so many turns: ten minutes. */
  private static final int TURNS_BETWEEN_SWEEPS = 1_200;

  /** In UTF-16 units. Words behind it are not found; and PostgreSQL keeps up to a megabyte. */
  static final int MOST_TEXT = 200_000;

  private static final String STORE =
      """
      INSERT INTO document_text AS present (document, revision, body, words)
      SELECT id, $2, $3,
             setweight(to_tsvector('simple', $4), 'A') || setweight(to_tsvector('simple', $5), 'D')
      FROM document WHERE id = $1
      ON CONFLICT (document) DO UPDATE
      SET revision = excluded.revision, body = excluded.body, words = excluded.words
      WHERE present.revision <= excluded.revision
      """;

  private static final String TITLE = "SELECT title FROM document WHERE id = $1";

  private final Vertx vertx;
  private final Statements statements;
  private final StateReader states;
  private final DueTexts due;
  private Future<Void> turn = Future.succeededFuture();
  private boolean ended;
  private int turns;
  private UUID swept = FIRST;
  private boolean sweeping = true;

  public TextIndexer(Vertx vertx, Statements statements, StateReader states) {
    this.vertx = vertx;
    this.statements = statements;
    this.states = states;
    this.due = new DueTexts(statements);
  }

  private record Text(long revision, String body) {}

  /** Starts the timer that it runs by; {@link #stop} ends it. */
  public void start() {
    vertx.setTimer(
        TURN_MILLIS,
        timer -> {
          if (!ended) {
            turn = turn();
            turn.onComplete(done -> start());
          }
        });
  }

  /** Takes up nothing more; done when nothing is being read. */
  public Future<Void> stop() {
    ended = true;
    return turn;
  }

  /** An append has been answered. Costs an entry in a set. */
  public void appended(Append append, Append.Result result) {
    due.appended(append, result);
  }

  /** A document's title has changed. */
  public void renamed(UUID document) {
    due.note(document);
  }

  /** One turn; never fails. */
  private Future<Void> turn() {
    turns++;
    if (due.forgot() || turns % TURNS_BETWEEN_SWEEPS == 0) {
      swept = FIRST;
      sweeping = true;
    }
    return due.write()
        .compose(written -> sweep())
        .compose(swept -> due.claim(CLAIMED_AT_ONCE))
        .compose(claims -> readAll(claims.iterator()))
        .recover(
            fault -> {
              log.warn("event=search-waits fault={}", fault.getMessage());
              return Future.succeededFuture();
            });
  }

  private Future<Void> sweep() {
    if (!sweeping) {
      return Future.succeededFuture();
    }
    return due.sweep(swept, SWEPT_AT_ONCE)
        .map(
            last -> {
              sweeping = last != null;
              swept = last == null ? FIRST : last;
              return null;
            });
  }

  private Future<Void> readAll(Iterator<Claim> claims) {
    return claims.hasNext() && !ended
        ? read(claims.next()).compose(read -> readAll(claims))
        : Future.succeededFuture();
  }

  private Future<Void> read(Claim claim) {
    long begun = System.nanoTime();
    UUID id = claim.document().toUuid();
    return states
        .useOutOfTurn(claim.document(), TextIndexer::text)
        .compose(
            text ->
                statements
                    .execute(TITLE, Tuple.of(id))
                    .compose(
                        rows ->
                            store(
                                id,
                                text,
                                rows.stream().findFirst().map(row -> row.getString(0)).orElse(""))))
        .recover(TextIndexer::unlessGone)
        .compose(stored -> due.finish(claim, pauseMillis(begun)))
        .recover(fault -> putBack(claim, fault));
  }

  /** The others of its turn are read all the same. */
  private Future<Void> putBack(Claim claim, Throwable fault) {
    log.warn("event=text-not-read document={} fault={}", claim.document(), fault.getMessage());
    return due.putBack(claim);
  }

  /** Four times what it took, so that one document takes a fifth of the time at most. */
  private static double pauseMillis(long begun) {
    return (System.nanoTime() - begun) / 1e6 * 4;
  }

  private static Future<Void> unlessGone(Throwable fault) {
    return fault instanceof WireFailure failure && failure.code() == Code.NOT_FOUND
        ? Future.succeededFuture()
        : Future.failedFuture(fault);
  }

  private static Text text(StateReader.Loaded loaded) {
    YDoc doc = loaded.doc();
    StringBuilder all = new StringBuilder();
    long last = System.nanoTime() + MOST_WORK.toNanos();
    ContentLimits limits = ContentLimits.DEFAULT.until(() -> System.nanoTime() - last > 0);
    try {
      all.append(Format.TEXT.write(TreeReader.read(doc.getXmlFragment("default"), limits), limits));
    } catch (ContentException pastALimit) {
      log.debug("event=text-not-read detail={}", pastALimit.detail());
    }
    for (String root : List.copyOf(doc.rootNames())) {
      if (!root.equals("default") && all.length() < MOST_TEXT) {
        all.append("\n\n").append(doc.getText(root));
      }
    }
    int end = Math.min(all.length(), MOST_TEXT);
    return new Text(loaded.revision(), all.substring(0, end).replace('\0', ' ').strip());
  }

  private Future<Void> store(UUID id, Text text, String title) {
    return statements
        .execute(STORE, Tuple.of(id, text.revision(), text.body(), line(title), line(text.body())))
        .mapEmpty();
  }

  /** Words with spaces between them, which PostgreSQL's parser takes for just these words. */
  private static String line(String text) {
    return Words.in(text).stream().map(Words.Found::word).collect(Collectors.joining(" "));
  }
}
