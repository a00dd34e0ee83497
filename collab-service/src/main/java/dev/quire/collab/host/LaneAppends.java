package dev.quire.collab.host;

import dev.quire.collab.log.LogClient;
import dev.quire.collab.loop.Loop;
import dev.quire.collab.owner.DocumentOwner;
import dev.quire.collab.owner.Effect;
import dev.quire.collab.owner.Input;
import dev.quire.collab.owner.LaneCommits;
import dev.quire.wire.DocumentId;
import dev.quire.wire.Shards;
import dev.quire.wire.doc.Append;
import dev.quire.wire.doc.TakeShards;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Metrics;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A lane's road to the log: one append in flight, and the settling of those whose outcome nobody
 * knows.
 */
final class LaneAppends {
  private static final Logger log = LoggerFactory.getLogger(LaneAppends.class);
  private static final long RETRY_MILLIS = 250;
  private static final Counter UNKNOWN =
      Counter.builder("quire.appends.unknown")
          .description("Appends whose outcome had to be settled")
          .register(Metrics.globalRegistry);
  private static final DistributionSummary BATCH =
      DistributionSummary.builder("quire.append.updates")
          .description("Updates in one append")
          .register(Metrics.globalRegistry);

  /** The lane, as far as its appends need it. */
  interface Host {
    /** Null where the document is not loaded. */
    @Nullable DocumentOwner ownerOf(DocumentId document);

    /** Feeds the owner, unless another has taken its place, and runs what it wants. */
    void tell(DocumentOwner owner, Input input);

    /** Feeds the owner and leaves it to the caller to run what it wants. */
    List<Effect> decide(DocumentOwner owner, Input input);

    /** Runs the effects that a batch brought beside the append itself. */
    void run(DocumentOwner owner, List<Effect> effects);

    /** The shard's epoch, or 0 where the lane has not got the shard. */
    long epochOf(int shard);

    void raised(int shard, long epoch);

    void fenced(int shard, long epoch);

    /**
     * Done while it is known who may: all that was revoked but a moment ago. Else done after the
     * next answer, and to be asked for again. Never fails.
     */
    Future<Void> rightsKnown();
  }

  private final Loop loop;
  private final LogClient logClient;
  private final String process;
  private final Host host;
  private final LaneCommits commits;
  private final Map<DocumentId, DocumentOwner> inFlight = new HashMap<>();
  private Promise<Void> ended = Promise.promise();
  private boolean waitingToRetry;
  private boolean waitingForRights;

  /** Appends of unknown outcome in a row. */
  private int doubts;

  LaneAppends(
      Loop loop, LogClient logClient, String process, Host host, int maxUpdates, int maxBytes) {
    this.loop = loop;
    this.logClient = logClient;
    this.process = process;
    this.host = host;
    this.commits = new LaneCommits(maxUpdates, maxBytes);
  }

  void ready(DocumentId document) {
    commits.ready(document);
  }

  void forget(DocumentId document) {
    commits.forget(document);
  }

  /** The shard is no longer the lane's: nothing of it is left to settle. */
  void shardGone(int shard) {
    commits.settled(shard);
  }

  /**
   * Ends when no append that holds the document is under way: one that an earlier owner left behind
   * may reach the log after a load has read it, and the next owner would not know.
   */
  Future<Void> noneUnderWay(DocumentId document) {
    return inFlight.containsKey(document) ? ended.future() : Future.succeededFuture();
  }

  /**
   * Begins the next append, where none is under way and something waits. What goes into the log is
   * from people who are known to have their right as it goes, not only as it was accepted: between
   * the two there may be an append of seconds, or a process that stood still.
   */
  void pump() {
    if (waitingToRetry || waitingForRights || commits.isAppending() || !commits.isReady()) {
      return;
    }
    Future<Void> rights = host.rightsKnown();
    if (rights.succeeded()) {
      commits.next(this::takeBatch).ifPresent(this::append);
    } else {
      waitingForRights = true;
      rights.onSuccess(
          known -> {
            waitingForRights = false;
            pump();
          });
    }
  }

  private boolean maySendAgain() {
    return host.rightsKnown().succeeded() && !holdsRevoked();
  }

  private boolean holdsRevoked() {
    return inFlight.values().stream().anyMatch(DocumentOwner::holdsRevoked);
  }

  private Optional<Append.Part> takeBatch(DocumentId document, Input.TakeBatch room) {
    DocumentOwner owner = host.ownerOf(document);
    if (owner == null) {
      return Optional.empty();
    }
    Append.@Nullable Part part = null;
    List<Effect> effects = host.decide(owner, room);
    for (Effect effect : effects) {
      if (effect instanceof Effect.Append append) {
        part = append.part();
        inFlight.put(document, owner);
      }
    }
    host.run(owner, effects);
    return Optional.ofNullable(part);
  }

  private void append(Append append) {
    BATCH.record(append.documents().stream().mapToInt(part -> part.updates().size()).sum());
    send(append);
  }

  private void send(Append append) {
    logClient
        .append(append, this::maySendAgain)
        .recover(
            fault ->
                LogClient.isRefused(fault)
                    ? sendSingly(append, String.valueOf(fault.getMessage()))
                    : Future.failedFuture(fault))
        .onComplete(
            result -> {
              for (int i = 0; i < result.outcomes().size(); i++) {
                if (result.outcomes().get(i) instanceof Append.Fenced fenced) {
                  host.fenced(Shards.of(append.documents().get(i).document()), fenced.epoch());
                }
              }
              doubts = 0;
              tell(commits.ended(result));
            },
            fault -> {
              if (fault instanceof LogClient.UnknownOutcome) {
                log.warn("append of unknown outcome: {}", fault.getMessage());
                UNKNOWN.increment();
                doubts++;
                tell(commits.unknown());
              } else {
                sendAgain(append, fault);
              }
            });
  }

  /**
   * The log can't keep something in it, and took nothing: each part by itself says whose it is, and
   * goes in where it is not that one's.
   */
  private Future<Append.Result> sendSingly(Append append, String detail) {
    if (append.documents().size() == 1) {
      log.error("document={} {}", append.documents().get(0).document(), detail);
      return Future.succeededFuture(new Append.Result(List.of(new Append.Refused(detail))));
    }
    Future<List<Append.Outcome>> outcomes = Future.succeededFuture(new ArrayList<>());
    for (Append.Part part : append.documents()) {
      outcomes =
          outcomes.compose(
              before ->
                  sendSingle(new Append(List.of(part)))
                      .map(
                          result -> {
                            before.add(result.outcomes().get(0));
                            return before;
                          }));
    }
    return outcomes.map(Append.Result::new);
  }

  /**
   * What comes before it may take any time, so rights are looked at before each. A failure leaves
   * the outcome of the whole append open: parts before it are in the log.
   */
  private Future<Append.Result> sendSingle(Append single) {
    return stillRight()
        .compose(right -> logClient.append(single, this::maySendAgain))
        .recover(
            fault ->
                LogClient.isRefused(fault)
                    ? sendSingly(single, String.valueOf(fault.getMessage()))
                    : Future.failedFuture(
                        new LogClient.UnknownOutcome(String.valueOf(fault.getMessage()))));
  }

  /** Done when it is known who may; fails where somebody's right in what is in flight has ended. */
  private Future<Void> stillRight() {
    Future<Void> rights = host.rightsKnown();
    if (!rights.succeeded()) {
      return rights.compose(known -> stillRight());
    }
    return holdsRevoked()
        ? Future.failedFuture(new LogClient.UnknownOutcome("somebody's right in it has ended"))
        : Future.succeededFuture();
  }

  /**
   * Nothing was done, so the very same append is sent again: it stays in flight, and what arrives
   * meanwhile waits in the owners, within their bounds. Where somebody's right in it has ended
   * meanwhile the owners settle it, as one of unknown outcome, and decide anew.
   */
  private void sendAgain(Append append, Throwable fault) {
    log.warn("append not taken, sent again: {}", fault.getMessage());
    waitingToRetry = true;
    loop.after(RETRY_MILLIS, () -> decideAgain(append));
  }

  private void decideAgain(Append append) {
    Future<Void> rights = host.rightsKnown();
    if (!rights.succeeded()) {
      rights.onSuccess(known -> decideAgain(append));
      return;
    }
    waitingToRetry = false;
    if (holdsRevoked()) {
      tell(commits.unknown());
    } else {
      send(append);
    }
  }

  private void tell(List<LaneCommits.Outcome> outcomes) {
    Map<DocumentId, DocumentOwner> owners = Map.copyOf(inFlight);
    inFlight.clear();
    Promise<Void> over = ended;
    ended = Promise.promise();
    over.complete();
    for (LaneCommits.Outcome outcome : outcomes) {
      DocumentOwner owner = owners.get(outcome.document());
      if (owner != null) {
        host.tell(owner, outcome.input());
      }
    }
    pump();
  }

  /**
   * An owner wants its shard settled. Where one doubt follows another it is not done at once: a
   * database that fails each append would be asked for a new epoch after each, without a breath.
   */
  void settle(DocumentId document) {
    if (commits.settle(document)) {
      int shard = Shards.of(document);
      if (doubts <= 1) {
        raise(shard);
      } else {
        loop.after(RETRY_MILLIS, () -> raise(shard));
      }
    }
  }

  private void raise(int shard) {
    long epoch = host.epochOf(shard);
    if (epoch == 0) {
      commits.settled(shard);
      return;
    }
    logClient
        .take(new TakeShards(process, List.of(new TakeShards.Claim(shard, 0, epoch))))
        .onComplete(
            taken -> raised(shard, epoch, taken.epochs().get(0)),
            fault -> {
              log.warn("shard={} not settled, tried again: {}", shard, fault.getMessage());
              loop.after(RETRY_MILLIS, () -> raise(shard));
            });
  }

  private void raised(int shard, long before, TakeShards.Epoch now) {
    commits.settled(shard);
    if (host.epochOf(shard) == before) {
      if (now.raised()) {
        host.raised(shard, now.epoch());
      } else {
        host.fenced(shard, now.epoch());
      }
    }
    pump();
  }
}
