package dev.quire.collab.host;

import dev.quire.collab.CollabSettings;
import dev.quire.collab.lease.ShardEvents;
import dev.quire.collab.log.LogClient;
import dev.quire.collab.owner.DocumentOwner;
import dev.quire.collab.owner.Effect;
import dev.quire.collab.owner.Input;
import dev.quire.wire.Bus;
import dev.quire.wire.DocumentId;
import dev.quire.wire.Shards;
import dev.quire.wire.session.SessionAddresses;
import dev.quire.wire.session.ToEdge;
import dev.quire.wire.session.ToOwner;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Metrics;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One event loop's share of the documents: brings messages to their owners. */
public final class Lane extends VerticleBase implements LaneAppends.Host {
  private static final Logger log = LoggerFactory.getLogger(Lane.class);
  private static final long TICK_MILLIS = 1000;

  private final CollabSettings settings;
  private final int number;
  private final ShardEvents shardEvents;
  private final Supplier<Future<Void>> lastWork;
  private final Map<Integer, OpenShard> shards = new HashMap<>();
  private final Map<DocumentId, DocumentOwner> owners = new HashMap<>();
  private final EdgesHeard edges = new EdgesHeard();
  private @Nullable Context laneContext;
  private @Nullable LaneEffects effects;
  private @Nullable Outbox outbox;
  private @Nullable LaneAppends appends;
  private @Nullable StateTransfers transfers;

  /** A shard of this lane: {@code closed} is completed when its last document is unloaded. */
  private static final class OpenShard {
    final String incarnation;
    long epoch;
    @Nullable Promise<Void> closed;

    OpenShard(long epoch, String incarnation) {
      this.epoch = epoch;
      this.incarnation = incarnation;
    }
  }

  /**
   * @param lastWork what has to end before this lane may: while its context is open, answers still
   *     reach it
   */
  public Lane(
      CollabSettings settings,
      int number,
      ShardEvents shardEvents,
      Supplier<Future<Void>> lastWork) {
    this.lastWork = lastWork;
    this.settings = settings;
    this.number = number;
    this.shardEvents = shardEvents;
  }

  @Override
  public Future<?> start() {
    Bus bus = Bus.on(vertx);
    String process = settings.process();
    laneContext = context;
    outbox = new Outbox(bus, context, process, number);
    StateTransfers states = new StateTransfers(settings.maxTransferBytes());
    transfers = states;
    LogClient logClient = new LogClient(vertx, bus);
    appends =
        new LaneAppends(
            vertx, logClient, process, this, settings.batchUpdates(), settings.batchBytes());
    effects =
        new LaneEffects(
            vertx, logClient, this, outbox, appends, states, new LoadQueue(settings.maxLoads()));
    bus.consume(SessionAddresses.owner(process, number), this::on);
    bus.answer(
        SessionAddresses.state(process, number),
        read -> Future.succeededFuture(states.read(read, nowMillis())));
    vertx.setPeriodic(TICK_MILLIS, timer -> tick());
    Gauge.builder("quire.documents.loaded", owners, Map::size)
        .tag("lane", Integer.toString(number))
        .register(Metrics.globalRegistry);
    return Future.succeededFuture();
  }

  @Override
  public Future<?> stop() {
    return lastWork.get();
  }

  Context laneContext() {
    return Objects.requireNonNull(laneContext, "not started");
  }

  // --- messages -----------------------------------------------------------------------------

  private void on(ToOwner message) {
    edges.heard(message.edge(), nowMillis());
    for (ToOwner.Input input : message.inputs()) {
      bring(message.edge(), input);
    }
    appends().pump();
  }

  private void bring(String edge, ToOwner.Input input) {
    DocumentId document = input.document();
    DocumentOwner owner = owners.get(document);
    if (owner == null && input instanceof ToOwner.Open) {
      owner = host(document);
    }
    if (owner != null) {
      tell(owner, new Input.FromEdge(edge, input));
    } else {
      refuse(edge, input);
    }
  }

  /** Null where the document can't be hosted here. */
  private @Nullable DocumentOwner host(DocumentId document) {
    OpenShard shard = shards.get(Shards.of(document));
    if (shard == null || shard.closed != null || owners.size() >= settings.maxDocuments()) {
      return null;
    }
    DocumentOwner owner = new DocumentOwner(document, shard.epoch, settings.limits());
    owners.put(document, owner);
    return owner;
  }

  private void refuse(String edge, ToOwner.Input input) {
    DocumentId document = input.document();
    OpenShard shard = shards.get(Shards.of(document));
    ToEdge.Reason reason =
        shard == null || shard.closed != null
            ? ToEdge.Reason.NOT_OWNER
            : input instanceof ToOwner.Open ? ToEdge.Reason.OVERLOADED : ToEdge.Reason.LOST_PLACE;
    long session;
    if (input instanceof ToOwner.Open open) {
      session = open.session();
    } else if (input instanceof ToOwner.Synchronise synchronise) {
      session = synchronise.session();
    } else if (input instanceof ToOwner.Edit edit) {
      session = edit.session();
    } else if (input instanceof ToOwner.Probe probe) {
      session = probe.session();
    } else {
      return; // Leave, Delivered and Replay expect no answer where there is no owner.
    }
    outbox().add(edge, new ToEdge.Ended(document, session, reason));
  }

  private void tick() {
    long now = nowMillis();
    List<String> gone = edges.gone(now);
    List<DocumentOwner> present = List.copyOf(owners.values());
    for (DocumentOwner owner : present) {
      for (String edge : gone) {
        tell(owner, new Input.EdgeGone(edge));
      }
      tell(owner, new Input.Tick(now));
    }
    Objects.requireNonNull(transfers).expire(now);
    appends().pump();
  }

  // --- owners -------------------------------------------------------------------------------

  @Override
  public @Nullable DocumentOwner ownerOf(DocumentId document) {
    return owners.get(document);
  }

  /** An owner that another has replaced hears nothing more: what was asked for it is void. */
  @Override
  public void tell(DocumentOwner owner, Input input) {
    if (owners.get(owner.document()) == owner) {
      run(owner, decide(owner, input));
    }
  }

  /** A fault in what is decided for one document must not reach the lane's others. */
  @Override
  public List<Effect> decide(DocumentOwner owner, Input input) {
    try {
      return owner.on(input);
    } catch (RuntimeException | StackOverflowError fault) {
      log.error(
          "document={} given up at input={}",
          owner.document(),
          input.getClass().getSimpleName(),
          fault);
      return owner.giveUp("a fault: " + fault);
    }
  }

  /** What was asked for an owner can't be done, and it can't go on without. */
  void giveUp(DocumentOwner owner, String because) {
    if (owners.get(owner.document()) == owner) {
      run(owner, owner.giveUp(because));
    }
  }

  @Override
  public void run(DocumentOwner owner, List<Effect> wanted) {
    Objects.requireNonNull(effects).run(owner, wanted);
  }

  /** The owner has said its last word. */
  void unload(DocumentId document) {
    owners.remove(document);
    appends().forget(document);
    int number = Shards.of(document);
    OpenShard shard = shards.get(number);
    if (shard != null && shard.closed != null) {
      endIfEmpty(number, shard, shard.closed);
    }
  }

  // --- shards -------------------------------------------------------------------------------

  void open(int shard, long epoch, String incarnation) {
    shards.put(shard, new OpenShard(epoch, incarnation));
  }

  void lost(int shard, long epoch) {
    OpenShard open = shards.remove(shard);
    if (open == null) {
      return;
    }
    appends().shardGone(shard);
    for (DocumentOwner owner : ownersOf(shard)) {
      tell(owner, new Input.Fenced(epoch));
      owners.remove(owner.document(), owner);
    }
    if (open.closed != null) {
      open.closed.complete();
    }
  }

  Future<Void> close(int shard) {
    OpenShard open = shards.get(shard);
    if (open == null) {
      return Future.succeededFuture();
    }
    Promise<Void> closed = Promise.promise();
    open.closed = closed;
    for (DocumentOwner owner : ownersOf(shard)) {
      tell(owner, new Input.Release());
    }
    appends().pump();
    endIfEmpty(shard, open, closed);
    return closed.future();
  }

  private void endIfEmpty(int shard, OpenShard open, Promise<Void> closed) {
    if (ownersOf(shard).isEmpty() && shards.remove(shard, open)) {
      appends().shardGone(shard);
      closed.complete();
    }
  }

  private List<DocumentOwner> ownersOf(int shard) {
    List<DocumentOwner> found = new ArrayList<>();
    for (DocumentOwner owner : owners.values()) {
      if (Shards.of(owner.document()) == shard) {
        found.add(owner);
      }
    }
    return found;
  }

  @Override
  public long epochOf(int shard) {
    OpenShard open = shards.get(shard);
    return open == null ? 0 : open.epoch;
  }

  @Override
  public void raised(int shard, long epoch) {
    OpenShard open = shards.get(shard);
    if (open != null) {
      log.info("shard={} settled epoch={} incarnation={}", shard, epoch, open.incarnation);
      open.epoch = epoch;
      shardEvents.raised(shard, epoch);
      ownersOf(shard).forEach(owner -> tell(owner, new Input.EpochRaised(epoch)));
    }
  }

  @Override
  public void fenced(int shard, long epoch) {
    shardEvents.fenced(shard, epoch);
  }

  private LaneAppends appends() {
    return Objects.requireNonNull(appends, "not started");
  }

  private Outbox outbox() {
    return Objects.requireNonNull(outbox, "not started");
  }

  /** Monotonic: only differences count. */
  static long nowMillis() {
    return System.nanoTime() / 1_000_000;
  }
}
