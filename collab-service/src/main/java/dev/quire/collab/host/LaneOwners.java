package dev.quire.collab.host;

import dev.quire.collab.lease.KnownOwners;
import dev.quire.collab.lease.ShardEvents;
import dev.quire.collab.log.LogClient;
import dev.quire.collab.loop.Loop;
import dev.quire.collab.owner.DocumentOwner;
import dev.quire.collab.owner.Effect;
import dev.quire.collab.owner.Input;
import dev.quire.wire.DocumentId;
import dev.quire.wire.Shards;
import dev.quire.wire.doc.Revocation;
import dev.quire.wire.session.ReadState;
import dev.quire.wire.session.ToEdge;
import dev.quire.wire.session.ToOwner;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A lane without its verticle: the shards it has, the owners of their documents, and what is
 * brought to them. Everything on the lane's own loop.
 */
public final class LaneOwners implements LaneAppends.Host, RightsGate.Lane {
  private final CollabSettings settings;
  private final Loop loop;
  private final ShardEvents shardEvents;
  private final KnownOwners knownOwners;
  private final OwnerWatch watch;
  private final Map<DocumentId, DocumentOwner> owners = new LinkedHashMap<>();
  private final EdgesHeard edges = new EdgesHeard();
  private final HeldBytes held;
  private final StateTransfers transfers;
  private final Outbox outbox;
  private final LaneAppends appends;
  private final LaneShards shards;
  private final LaneEffects effects;
  private Supplier<Future<Void>> rightsKnown = Future::succeededFuture;

  /**
   * @param number which of the process's lanes it is, from 0
   */
  public LaneOwners(
      CollabSettings settings,
      int number,
      Loop loop,
      ShardEvents shardEvents,
      KnownOwners knownOwners,
      OwnerWatch watch) {
    this.settings = settings;
    this.knownOwners = knownOwners;
    this.watch = watch;
    this.loop = loop;
    this.shardEvents = shardEvents;
    LogClient logClient = new LogClient(loop, Duration.ofMillis(settings.logTimeoutMillis()));
    held = new HeldBytes(settings.maxHeldBytes());
    transfers = new StateTransfers(settings.maxTransferBytes(), settings.transferChunkBytes());
    outbox = new Outbox(loop, settings.process(), number);
    appends =
        new LaneAppends(
            loop,
            logClient,
            settings.process(),
            this,
            settings.batchUpdates(),
            settings.batchBytes());
    shards = new LaneShards(this, appends, shardEvents);
    effects =
        new LaneEffects(
            loop, logClient, this, outbox, appends, transfers, new LoadQueue(settings.maxLoads()));
  }

  /** The loop that everything here happens on. */
  public Loop loop() {
    return loop;
  }

  /**
   * What came while a document was being loaded is let in when this is done too, and nothing is
   * appended before: loading takes its time, so does an append, and rights end meanwhile.
   */
  public void whenRightsAreKnown(Supplier<Future<Void>> known) {
    rightsKnown = known;
  }

  /** See {@link #whenRightsAreKnown}. */
  @Override
  public Future<Void> rightsKnown() {
    return rightsKnown.get();
  }

  /** How many documents are loaded. */
  int loaded() {
    return owners.size();
  }

  // --- messages -----------------------------------------------------------------------------

  /** An edge has something to say. */
  @Override
  public void on(ToOwner message) {
    heard(message.edge());
    for (ToOwner.Input input : message.inputs()) {
      bring(message.edge(), input);
    }
    appends.pump();
  }

  @Override
  public void heard(String edge) {
    edges.heard(edge, loop.nowMillis());
  }

  /** Somebody's right is not what it was: whoever edits by it edits no more. */
  public void revoked(Revocation revocation) {
    List<DocumentOwner> concerned;
    if (revocation instanceof Revocation.RightChanged change) {
      concerned = present(change.document());
    } else if (revocation instanceof Revocation.DocumentDeleted deleted) {
      concerned = present(deleted.document());
    } else {
      concerned = List.copyOf(owners.values());
    }
    concerned.forEach(owner -> tell(owner, new Input.Revoked(revocation)));
  }

  private List<DocumentOwner> present(DocumentId document) {
    DocumentOwner owner = owners.get(document);
    return owner == null ? List.of() : List.of(owner);
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
    int shard = Shards.of(document);
    if (!shards.isOpen(shard) || owners.size() >= settings.maxDocuments()) {
      return null;
    }
    DocumentOwner owner = new DocumentOwner(document, shards.epochOf(shard), settings.limits());
    owners.put(document, owner);
    return owner;
  }

  private void refuse(String edge, ToOwner.Input input) {
    DocumentId document = input.document();
    ToEdge.Reason reason =
        !shards.isOpen(Shards.of(document))
            ? ToEdge.Reason.NOT_OWNER
            : input instanceof ToOwner.Open ? ToEdge.Reason.OVERLOADED : ToEdge.Reason.LOST_PLACE;
    ToEdge.Elsewhere elsewhere =
        reason == ToEdge.Reason.NOT_OWNER ? knownOwners.of(Shards.of(document)) : null;
    for (long session : expecting(input)) {
      outbox.add(edge, new ToEdge.Ended(document, session, reason, elsewhere));
    }
  }

  /** The sessions that the edge takes for open. */
  private static Set<Long> expecting(ToOwner.Input input) {
    if (input instanceof ToOwner.Open open) {
      return Set.of(open.session());
    } else if (input instanceof ToOwner.Synchronise synchronise) {
      return Set.of(synchronise.session());
    } else if (input instanceof ToOwner.Edit edit) {
      return Set.of(edit.session());
    } else if (input instanceof ToOwner.Probe probe) {
      Set<Long> live = new LinkedHashSet<>(probe.live());
      live.add(probe.session());
      live.remove(ToOwner.Probe.NOBODY);
      return live;
    }
    return Set.of(); // Leave, Delivered and Replay expect no answer where there is no owner.
  }

  /**
   * The next part of a state on its way.
   *
   * @throws dev.quire.wire.WireFailure where there is none
   */
  public ReadState.Chunk read(ReadState read) {
    return transfers.read(read, loop.nowMillis());
  }

  /** To be called once a second. */
  public void tick() {
    long now = loop.nowMillis();
    List<String> gone = edges.gone(now);
    List<DocumentOwner> present = List.copyOf(owners.values());
    for (DocumentOwner owner : present) {
      for (String edge : gone) {
        tell(owner, new Input.EdgeGone(edge));
      }
      tell(owner, new Input.Tick(now));
    }
    transfers.expire(now);
    held.count(owners.values());
    appends.pump();
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
    long before = owner.heldBytes();
    try {
      String because = owner.reason();
      List<Effect> wanted = owner.on(input);
      held.add(owner.heldBytes() - before);
      shardEvents.worked(Shards.of(owner.document()), points(input, wanted));
      watch.decided(owner, input, wanted);
      if (!owner.reason().equals(because)) {
        watch.entered(owner);
      }
      return wanted;
    } catch (RuntimeException | StackOverflowError fault) {
      watch.failed(owner, input, fault);
      return owner.giveUp("a fault: " + fault);
    }
  }

  /** What an input costs, roughly: each thing that it leads to, and each KiB that is edited. */
  private static int points(Input input, List<Effect> wanted) {
    int bytes =
        input instanceof Input.FromEdge said && said.message() instanceof ToOwner.Edit edit
            ? edit.update().length()
            : 0;
    return input instanceof Input.Tick ? 0 : 1 + wanted.size() + bytes / 1024;
  }

  /** What was asked for an owner can't be done, and it can't go on without. */
  void giveUp(DocumentOwner owner, String because) {
    if (owners.get(owner.document()) == owner) {
      run(owner, owner.giveUp(because));
    }
  }

  @Override
  public void run(DocumentOwner owner, List<Effect> wanted) {
    effects.run(owner, wanted);
  }

  /**
   * Whether so much more may be held, if need be without the documents that nobody has open: the
   * first that were loaded go first.
   */
  boolean makeRoom(long bytes) {
    for (DocumentOwner owner : List.copyOf(owners.values())) {
      if (held.fits(bytes)) {
        break;
      }
      tell(owner, new Input.MakeRoom());
    }
    return held.fits(bytes);
  }

  /** What the lane's documents take in memory, in bytes. */
  HeldBytes held() {
    return held;
  }

  /** The owner has said its last word. */
  void unload(DocumentId document) {
    DocumentOwner gone = owners.remove(document);
    if (gone != null) {
      held.add(-gone.heldBytes());
    }
    appends.forget(document);
    shards.endIfEmpty(Shards.of(document));
  }

  // --- shards -------------------------------------------------------------------------------

  /** Appends may be made under this epoch from now on. */
  public void open(int shard, long epoch, String incarnation) {
    shards.open(shard, epoch, incarnation);
  }

  /** The shard is somebody else's: forgets it at once. */
  public void lost(int shard, long epoch) {
    shards.lost(shard, epoch);
  }

  /** Ends when the shard's documents are flushed and closed. */
  public Future<Void> close(int shard) {
    return shards.close(shard);
  }

  List<DocumentOwner> ownersOf(int shard) {
    List<DocumentOwner> found = new ArrayList<>();
    for (DocumentOwner owner : owners.values()) {
      if (Shards.of(owner.document()) == shard) {
        found.add(owner);
      }
    }
    return found;
  }

  /** Forgets it, if it is still there. */
  void drop(DocumentOwner owner) {
    owners.remove(owner.document(), owner);
  }

  @Override
  public long epochOf(int shard) {
    return shards.epochOf(shard);
  }

  @Override
  public void raised(int shard, long epoch) {
    shards.raised(shard, epoch);
  }

  @Override
  public void fenced(int shard, long epoch) {
    shardEvents.fenced(shard, epoch);
  }
}
