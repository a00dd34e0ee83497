package dev.quire.collab.sim;

import dev.quire.collab.owner.DocumentOwner;
import dev.quire.collab.owner.Effect;
import dev.quire.collab.owner.Input;
import dev.quire.collab.owner.LaneCommits;
import dev.quire.collab.owner.OwnerLimits;
import dev.quire.collab.owner.Phase;
import dev.quire.collab.owner.StateWork;
import dev.quire.wire.Bytes;
import dev.quire.wire.DocumentId;
import dev.quire.wire.Shards;
import dev.quire.wire.doc.Append;
import dev.quire.wire.doc.ReadLog;
import dev.quire.wire.doc.TakeShards;
import dev.quire.wire.session.Routes;
import dev.quire.wire.session.ToEdge;
import dev.quire.wire.session.ToOwner;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A collab process of one lane: what the real shell does, without threads and sockets. */
final class SimHost extends World.Actor {
  private static final long TICK_MILLIS = 1000;
  private static final long RETRY_MILLIS = 250;
  private static final long EDGE_SILENCE_MILLIS = 10_000;

  /** The rest of the world, as far as a host needs it. */
  interface Surroundings {
    void toEdge(SimHost from, String edge, ToEdge.Output output, Optional<Bytes> wholeState);

    void routes(SimHost from, Routes routes);

    /** The host has learnt that the shard is another's, or cannot know that it is its own. */
    void fenced(SimHost host, int shard);
  }

  private static final class OpenShard {
    long epoch;
    @Nullable Runnable closed;
  }

  private final String name;
  private final World world;
  private final LogCalls log;
  private final OwnerLimits limits;
  private final Surroundings surroundings;
  private final Watch watch;
  private final LaneCommits commits = new LaneCommits(40, 4000);
  private final Map<Integer, OpenShard> shards = new HashMap<>();
  private final Map<DocumentId, DocumentOwner> owners = new LinkedHashMap<>();
  private final Map<DocumentId, DocumentOwner> inFlight = new HashMap<>();
  private final Map<String, Long> edgesHeard = new LinkedHashMap<>();

  SimHost(
      String name,
      World world,
      LogCalls log,
      OwnerLimits limits,
      Surroundings surroundings,
      Watch watch) {
    this.name = name;
    this.world = world;
    this.log = log;
    this.limits = limits;
    this.surroundings = surroundings;
    this.watch = watch;
    world.every(TICK_MILLIS, this, this::tick);
  }

  String name() {
    return name;
  }

  boolean owns(int shard) {
    return shards.containsKey(shard);
  }

  // Messages.

  void receive(String edge, ToOwner.@Nullable Input message) {
    edgesHeard.put(edge, world.nowMillis());
    if (message == null) {
      return;
    }
    DocumentId document = message.document();
    DocumentOwner owner = owners.get(document);
    OpenShard shard = shards.get(Shards.of(document));
    if (shard != null && shard.closed != null) {
      shard = null;
    }
    if (owner == null && message instanceof ToOwner.Open && shard != null) {
      owner = new DocumentOwner(document, shard.epoch, limits);
      owners.put(document, owner);
    }
    if (owner != null) {
      tell(owner, new Input.FromEdge(edge, message));
    } else {
      refuse(edge, message, shard == null ? ToEdge.Reason.NOT_OWNER : ToEdge.Reason.LOST_PLACE);
    }
    pump();
  }

  private void refuse(String edge, ToOwner.Input message, ToEdge.Reason reason) {
    long session;
    if (message instanceof ToOwner.Open open) {
      session = open.session();
    } else if (message instanceof ToOwner.Synchronise frame) {
      session = frame.session();
    } else if (message instanceof ToOwner.Edit frame) {
      session = frame.session();
    } else if (message instanceof ToOwner.Probe probe) {
      session = probe.session();
    } else {
      return;
    }
    send(edge, new ToEdge.Ended(message.document(), session, reason));
  }

  private void send(String edge, ToEdge.Output output) {
    surroundings.toEdge(this, edge, output, Optional.empty());
  }

  private void tick() {
    List<String> gone = new ArrayList<>();
    edgesHeard.forEach(
        (edge, at) -> {
          if (world.nowMillis() - at > EDGE_SILENCE_MILLIS) {
            gone.add(edge);
          }
        });
    edgesHeard.keySet().removeAll(gone);
    for (DocumentOwner owner : List.copyOf(owners.values())) {
      for (String edge : gone) {
        world.count(RarePath.EDGE_GONE);
        tell(owner, new Input.EdgeGone(edge));
      }
      tell(owner, new Input.Tick(world.nowMillis()));
    }
    announce();
    pump();
  }

  void announce() {
    List<Routes.Owned> owned = new ArrayList<>();
    shards.forEach((shard, open) -> owned.add(new Routes.Owned(shard, open.epoch)));
    surroundings.routes(this, new Routes(name, 1, owned, false));
  }

  // Shards.

  void open(int shard, long epoch) {
    OpenShard open = new OpenShard();
    open.epoch = epoch;
    shards.put(shard, open);
    announce();
  }

  void lost(int shard, long epoch) {
    OpenShard open = shards.remove(shard);
    if (open == null) {
      return;
    }
    commits.settled(shard);
    for (DocumentOwner owner : ownersOf(shard)) {
      tell(owner, new Input.Fenced(epoch));
    }
    if (open.closed != null) {
      open.closed.run();
    }
    announce();
  }

  void close(int shard, Runnable closed) {
    OpenShard open = shards.get(shard);
    if (open == null || open.closed != null) {
      closed.run();
      return;
    }
    open.closed = closed;
    for (DocumentOwner owner : ownersOf(shard)) {
      tell(owner, new Input.Release());
    }
    endIfClosed(shard);
    pump();
  }

  private void endIfClosed(int shard) {
    OpenShard open = shards.get(shard);
    if (open != null && open.closed != null && ownersOf(shard).isEmpty()) {
      shards.remove(shard);
      commits.settled(shard);
      world.count(RarePath.OWNER_RELEASED);
      open.closed.run();
      announce();
    }
  }

  private List<DocumentOwner> ownersOf(int shard) {
    return owners.values().stream().filter(owner -> Shards.of(owner.document()) == shard).toList();
  }

  // Owners.

  private void tell(DocumentOwner owner, Input input) {
    if (owners.get(owner.document()) != owner) {
      return;
    }
    world.countInput();
    String before = owner.reason();
    List<Effect> effects = owner.on(input);
    watch.input(this, owner, input, effects);
    if (!owner.reason().equals(before)) {
      watch.entered(this, owner);
    }
    run(owner, effects);
  }

  private void run(DocumentOwner owner, List<Effect> effects) {
    DocumentId document = owner.document();
    for (Effect effect : effects) {
      if (effect instanceof Effect.Send send) {
        send(send.edge(), send.output());
      } else if (effect instanceof Effect.Synchronise state) {
        synchronise(state);
      } else if (effect instanceof Effect.Ready) {
        commits.ready(document);
      } else if (effect instanceof Effect.Load load) {
        load(owner, load);
      } else if (effect instanceof Effect.Settle) {
        settle(document);
      } else if (effect instanceof Effect.ReadLog read) {
        read(owner, read);
      } else if (effect instanceof Effect.EncodeState encode) {
        encode(owner, encode);
      } else if (effect instanceof Effect.StoreSnapshot store) {
        store(owner, store);
      } else if (effect instanceof Effect.Unload) {
        owners.remove(document, owner);
        commits.forget(document);
        endIfClosed(Shards.of(document));
      }
    }
  }

  private void synchronise(Effect.Synchronise from) {
    int length = from.state().length();
    boolean inParts = length > 10 && world.chance(0.3);
    Bytes head = inParts ? from.state().slice(0, 10) : from.state();
    surroundings.toEdge(
        this,
        from.edge(),
        new ToEdge.Synchronised(
            from.document(),
            from.session(),
            from.number(),
            from.revision(),
            from.stateVector(),
            inParts ? 1 : 0,
            length,
            head),
        Optional.of(from.state()));
  }

  private void load(DocumentOwner owner, Effect.Load load) {
    log.load(
        this,
        load.document(),
        state -> tellAndPump(owner, new Input.Loaded(load.epoch(), state)),
        () -> {
          world.count(RarePath.LOAD_FAILED);
          tellAndPump(owner, new Input.LoadFailed(ToEdge.Reason.UNAVAILABLE));
        });
  }

  private void read(DocumentOwner owner, Effect.ReadLog read) {
    log.read(
        this,
        new ReadLog(read.document(), read.after(), read.maxItems(), read.maxBytes()),
        page -> tellAndPump(owner, new Input.LogRead(read.read(), page)),
        () -> tellAndPump(owner, new Input.LogUnavailable(read.read())));
  }

  private void encode(DocumentOwner owner, Effect.EncodeState encode) {
    world.count(RarePath.STATE_ENCODED_ASIDE);
    StateWork.Result state = encode.work().run();
    world.after(
        world.between(0, 50),
        this,
        () -> tellAndPump(owner, new Input.StateEncoded(encode.work(), state)));
  }

  private void store(DocumentOwner owner, Effect.StoreSnapshot store) {
    log.store(
        this,
        store.document(),
        store.epoch(),
        store.revision(),
        store.state(),
        stored -> tellAndPump(owner, new Input.SnapshotEnded(store.revision(), stored)));
  }

  private void tellAndPump(DocumentOwner owner, Input input) {
    tell(owner, input);
    pump();
  }

  // Appends.

  private void pump() {
    commits.next(this::takeBatch).ifPresent(this::append);
  }

  private Optional<Append.Part> takeBatch(DocumentId document, Input.TakeBatch room) {
    DocumentOwner owner = owners.get(document);
    if (owner == null) {
      return Optional.empty();
    }
    world.countInput();
    List<Effect> effects = owner.on(room);
    watch.input(this, owner, room, effects);
    Append.@Nullable Part part = null;
    for (Effect effect : effects) {
      if (effect instanceof Effect.Append append) {
        part = append.part();
        inFlight.put(document, owner);
      }
    }
    run(owner, effects);
    return Optional.ofNullable(part);
  }

  private void append(Append append) {
    log.append(this, append, result -> appended(append, result), () -> tell(commits.unknown()));
  }

  private void appended(Append append, Append.Result result) {
    List<Integer> fenced = new ArrayList<>();
    for (int i = 0; i < result.outcomes().size(); i++) {
      if (result.outcomes().get(i) instanceof Append.Fenced) {
        world.count(RarePath.APPEND_FENCED);
        fenced.add(Shards.of(append.documents().get(i).document()));
      }
    }
    tell(commits.ended(result));
    fenced.forEach(this::fenced);
  }

  private void fenced(int shard) {
    surroundings.fenced(this, shard);
    lost(shard, Long.MAX_VALUE);
  }

  private void tell(List<LaneCommits.Outcome> outcomes) {
    Map<DocumentId, DocumentOwner> told = new HashMap<>(inFlight);
    inFlight.clear();
    for (LaneCommits.Outcome outcome : outcomes) {
      DocumentOwner owner = told.get(outcome.document());
      if (owner != null) {
        tell(owner, outcome.input());
      }
    }
    pump();
  }

  private void settle(DocumentId document) {
    int shard = Shards.of(document);
    OpenShard open = shards.get(shard);
    if (open != null && commits.settle(document)) {
      raise(shard, open);
    }
  }

  private void raise(int shard, OpenShard open) {
    if (shards.get(shard) != open) {
      return;
    }
    long before = open.epoch;
    log.take(
        this,
        new TakeShards(name, List.of(new TakeShards.Claim(shard, 0, before))),
        taken -> raised(shard, open, taken.epochs().get(0)),
        () -> world.after(RETRY_MILLIS, this, () -> raise(shard, open)));
  }

  private void raised(int shard, OpenShard open, TakeShards.Epoch now) {
    if (shards.get(shard) != open) {
      return;
    }
    commits.settled(shard);
    if (now.raised()) {
      open.epoch = now.epoch();
      announce();
      ownersOf(shard).forEach(owner -> tell(owner, new Input.EpochRaised(now.epoch())));
    } else {
      world.count(RarePath.SETTLE_FENCED);
      fenced(shard);
    }
    pump();
  }

  /** Whether a document is loaded and nothing of it is under way. */
  boolean isQuiet(DocumentId document) {
    DocumentOwner owner = owners.get(document);
    return owner == null || owner.phase() == Phase.LIVE;
  }
}
