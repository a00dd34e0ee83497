package dev.quire.doc.history;

import dev.quire.doc.background.BackgroundTurns;
import dev.quire.doc.baseline.BaselineLedger;
import dev.quire.doc.baseline.BaselineLedger.Place;
import dev.quire.doc.baseline.BaselineRequests;
import dev.quire.doc.baseline.BaselineSettings;
import dev.quire.doc.baseline.Spacing;
import dev.quire.doc.baseline.Spacing.Kept;
import dev.quire.doc.baseline.Spacing.Plan;
import dev.quire.doc.baseline.StoredBaseline;
import dev.quire.doc.database.Statements;
import dev.quire.doc.history.Replay.Bounds;
import dev.quire.doc.state.StateReader;
import dev.quire.wire.DocumentId;
import dev.quire.wire.WireFailure;
import dev.quire.wire.WireFailure.Code;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Metrics;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the baselines that documents want, one a turn: each from the one before it and what the log
 * has behind that, so that making all of them reads the log about once. A document that still wants
 * more goes to the end of the queue. For one event loop.
 */
public final class BaselineKeeper {
  private static final Logger log = LoggerFactory.getLogger(BaselineKeeper.class);

  private static final Counter KEPT = counter("kept", "Baselines that were made and kept");
  private static final Counter REFUSED =
      counter("refused", "Baselines that would have taken too much to make or to keep");
  private static final Counter FAILURES = counter("failures", "Baselines that could not be made");

  private final BaselineSettings settings;
  private final BaselineRequests requests;
  private final BaselineLedger ledger;
  private final Replay replay;
  private final BackgroundTurns turns;
  private final long turnMillis;

  /**
   * @param bounds of what people replay; one baseline takes a part of that
   * @param turnMillis from the end of a turn to the next one
   */
  public BaselineKeeper(
      Vertx vertx,
      Statements statements,
      StateReader states,
      Bounds bounds,
      BaselineSettings settings,
      BaselineRequests requests,
      long turnMillis) {
    this.settings = settings;
    this.requests = requests;
    this.ledger = new BaselineLedger(statements);
    this.replay = new Replay(statements, states, bounds.ofOneBeside(), LongReads.IGNORED);
    this.turns = new BackgroundTurns(vertx, "baselines", turnMillis, this::turn);
    this.turnMillis = turnMillis;
  }

  private static Counter counter(String name, String description) {
    return Counter.builder("quire.baseline." + name)
        .description(description)
        .register(Metrics.globalRegistry);
  }

  /** Starts its turns, where baselines may take anything; {@link #stop} ends them. */
  public void start() {
    if (settings.percent() > 0) {
      turns.start(turnMillis);
    }
  }

  /** Takes up nothing more; done when none is being made. */
  public Future<Void> stop() {
    return turns.stop();
  }

  private Future<Long> turn() {
    DocumentId document = requests.poll();
    if (document == null) {
      return Future.succeededFuture(turnMillis);
    }
    return makeOne(document)
        .otherwise(fault -> failed(document, fault))
        .map(
            again -> {
              if (again) {
                requests.offer(document);
              }
              return turnMillis;
            });
  }

  /** Nothing was changed; whoever reads or packs the document next asks again. */
  private static boolean failed(DocumentId document, Throwable fault) {
    FAILURES.increment();
    log.warn("event=no-baseline document={} fault={}", document, fault.getMessage());
    return false;
  }

  /** Whether the document may want another one: until no place is due. */
  private Future<Boolean> makeOne(DocumentId document) {
    return ledger
        .present(document)
        .compose(
            present ->
                ledger
                    .place(document, Spacing.next(present, settings))
                    .compose(
                        place ->
                            place.isEmpty()
                                ? Future.succeededFuture(false)
                                : make(document, present, place.get())));
  }

  private Future<Boolean> make(DocumentId document, List<Kept> present, Place place) {
    long at = place.revision();
    return replay
        .use(
            document,
            at,
            at,
            replayed ->
                Optional.of(StoredBaseline.of(document, at, replayed.doc(), replayed.writers())))
        .recover(
            fault ->
                fault instanceof WireFailure failure && failure.code() == Code.HISTORY_TOO_LONG
                    ? Future.succeededFuture(Optional.empty())
                    : Future.failedFuture(fault))
        .compose(made -> keep(document, present, place, made));
  }

  private Future<Boolean> keep(
      DocumentId document, List<Kept> present, Place place, Optional<StoredBaseline> made) {
    Optional<Plan> plan =
        made.map(
                one ->
                    new Kept(place.revision(), place.logBytes(), place.packedBytes(), one.bytes()))
            .map(one -> Spacing.plan(present, one, settings))
            .filter(Plan::keeps);
    return ledger
        .keep(
            document,
            place,
            plan.isPresent() ? made.orElseThrow() : null,
            plan.map(Plan::dropped).orElse(List.of()))
        .map(
            kept -> {
              if (kept) {
                (plan.isPresent() ? KEPT : REFUSED).increment();
              }
              return true;
            });
  }
}
