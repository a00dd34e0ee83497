package dev.quire.doc.search;

import dev.quire.crdt.YDoc;
import dev.quire.doc.database.Statements;
import dev.quire.doc.search.DueTexts.Claim;
import dev.quire.doc.state.StateReader;
import dev.quire.richtext.ContentException;
import dev.quire.richtext.ContentLimits;
import dev.quire.richtext.Format;
import dev.quire.richtext.yjs.TreeReader;
import dev.quire.wire.DocumentId;
import dev.quire.wire.Shards;
import dev.quire.wire.WireFailure;
import dev.quire.wire.WireFailure.Code;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads what documents hold into the words that search looks in. A document that is edited without
 * end is read the less often the longer it takes. For one event loop.
 */
final class TextReading implements Turns.Work {
  private static final Logger log = LoggerFactory.getLogger(TextReading.class);

  private static final UUID FIRST = new UUID(0, 0);
  private static final int SWEPT_AT_ONCE = 100;

  /** One that is edited without end is not read more often than this. */
  private static final double LEAST_PAUSE_MILLIS = 3_000;

  /** Of a packed snapshot: reading what is below takes some tens of milliseconds. */
  private static final int LONG_BYTES = 512 << 10;

  /** Reading took so long that it is long the next time as well, whatever its snapshot says. */
  private static final double LONG_MILLIS = 1_000;

  /** Those that are remembered to take long. */
  private static final int MOST_KNOWN_LONG = 1_000;

  /** Of writing one document's text, on a worker; what takes longer is found by its title only. */
  private static final Duration MOST_WORK = Duration.ofSeconds(12);

  /** What no note led to is found after so many times: ten minutes. */
  private static final int NOTES_BETWEEN_SWEEPS = 1_200;

  /** In UTF-16 units. Words behind it are not found; and PostgreSQL keeps up to a megabyte. */
  static final int MOST_TEXT = 200_000;

  private static final Timer LAG =
      Timer.builder("quire.search.lag")
          .description("From an edit's commit until it was found: the oldest of those read at once")
          .serviceLevelObjectives(
              Duration.ofMillis(500),
              Duration.ofSeconds(1),
              Duration.ofSeconds(2),
              Duration.ofSeconds(5),
              Duration.ofSeconds(10),
              Duration.ofSeconds(60))
          .register(Metrics.globalRegistry);

  /** Tells how long ago the first edit was committed that was not known before, if it is a row. */
  private static final String STORE =
      """
      WITH before AS (
        SELECT coalesce(max(revision), 0) AS revision FROM document_text WHERE document = $1
      ), stored AS (
      INSERT INTO document_text AS present (document, revision, body, words)
      SELECT id, $2, $3,
             setweight(to_tsvector('simple', $4), 'A') || setweight(to_tsvector('simple', $5), 'D')
      FROM document WHERE id = $1
      ON CONFLICT (document) DO UPDATE
      SET revision = excluded.revision, body = excluded.body, words = excluded.words
      WHERE present.revision <= excluded.revision
      )
      SELECT extract(epoch FROM clock_timestamp() - edit.received_at)::float8 AS lag
      FROM before JOIN document_update AS edit
        ON edit.shard = $6 AND edit.document = $1 AND edit.revision = before.revision + 1
      WHERE before.revision < $2
      """;

  private static final String TITLE = "SELECT title FROM document WHERE id = $1";

  private final Statements statements;
  private final StateReader states;
  private final DueTexts due;
  private final Set<DocumentId> knownLong = new LinkedHashSet<>();
  private int notes;
  private UUID swept = FIRST;
  private boolean sweeping = true;

  TextReading(Statements statements, StateReader states, DueTexts due) {
    this.statements = statements;
    this.states = states;
    this.due = due;
  }

  private record Text(long revision, String body) {}

  @Override
  public Future<Void> note() {
    notes++;
    if (due.forgot() || notes % NOTES_BETWEEN_SWEEPS == 0) {
      swept = FIRST;
      sweeping = true;
    }
    return due.write().recover(fault -> waits(fault));
  }

  @Override
  public Future<Void> sweep() {
    if (!sweeping) {
      return Future.succeededFuture();
    }
    return due.sweep(swept, SWEPT_AT_ONCE)
        .<Void>map(
            last -> {
              sweeping = last != null;
              swept = last == null ? FIRST : last;
              return null;
            })
        .recover(fault -> waits(fault));
  }

  @Override
  public Future<List<Claim>> claim(int most) {
    return due.claim(most).recover(fault -> waits(fault).map(List.of()));
  }

  /** The next turn does it. */
  private static Future<Void> waits(Throwable fault) {
    log.warn("event=search-waits fault={}", fault.getMessage());
    return Future.succeededFuture();
  }

  @Override
  public Future<Boolean> takesLong(Claim claim) {
    if (knownLong.contains(claim.document())) {
      return Future.succeededFuture(true);
    }
    // What is wrong with it is told when it is read.
    return states
        .head(claim.document())
        .map(head -> head.snapshotBytes() > LONG_BYTES)
        .otherwise(false);
  }

  @Override
  public Future<Void> read(Claim claim) {
    long begun = System.nanoTime();
    UUID id = claim.document().toUuid();
    return states
        .useOutOfTurn(claim.document(), TextReading::text)
        .compose(
            text ->
                statements
                    .execute(TITLE, Tuple.of(id))
                    .compose(
                        rows ->
                            store(
                                claim.document(),
                                text,
                                rows.stream().findFirst().map(row -> row.getString(0)).orElse(""))))
        .recover(TextReading::unlessGone)
        .compose(stored -> due.finish(claim, pauseMillis(claim, begun)))
        .recover(fault -> putBack(claim, fault));
  }

  /** The others of its turn are read all the same. */
  private Future<Void> putBack(Claim claim, Throwable fault) {
    log.warn("event=text-not-read document={} fault={}", claim.document(), fault.getMessage());
    return putBack(claim);
  }

  @Override
  public Future<Void> putBack(Claim claim) {
    // Its lease ends by itself.
    return due.putBack(claim).recover(fault -> waits(fault));
  }

  /** At least four times what it took, so that one takes a fifth of the time at most. */
  private double pauseMillis(Claim claim, long begun) {
    double took = (System.nanoTime() - begun) / 1e6;
    if (took > LONG_MILLIS) {
      remember(claim.document());
    }
    return Math.max(LEAST_PAUSE_MILLIS, took * 4);
  }

  private void remember(DocumentId document) {
    if (knownLong.size() == MOST_KNOWN_LONG) {
      knownLong.remove(knownLong.iterator().next());
    }
    knownLong.add(document);
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

  private Future<Void> store(DocumentId document, Text text, String title) {
    Tuple values =
        Tuple.of(document.toUuid(), text.revision(), text.body(), line(title), line(text.body()));
    return statements
        .execute(STORE, values.addInteger(Shards.of(document)))
        .<Void>map(
            rows -> {
              rows.forEach(row -> LAG.record(Duration.ofNanos(Math.round(row.getDouble(0) * 1e9))));
              return null;
            });
  }

  /** Words with spaces between them, which PostgreSQL's parser takes for just these words. */
  private static String line(String text) {
    return Words.in(text).stream().map(Words.Found::word).collect(Collectors.joining(" "));
  }
}
