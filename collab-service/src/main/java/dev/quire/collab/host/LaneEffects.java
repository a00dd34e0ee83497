package dev.quire.collab.host;

import dev.quire.collab.log.LogClient;
import dev.quire.collab.loop.Loop;
import dev.quire.collab.owner.DocumentOwner;
import dev.quire.collab.owner.Effect;
import dev.quire.collab.owner.Input;
import dev.quire.collab.owner.LoadedState;
import dev.quire.collab.owner.StateWork;
import dev.quire.wire.DocumentId;
import dev.quire.wire.WireFailure;
import dev.quire.wire.doc.ReadLog;
import dev.quire.wire.session.ToEdge;
import dev.quire.wire.session.ToOwner;
import io.vertx.core.Future;
import java.util.List;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does what owners want done. Heavy work goes to worker threads and comes back as an input. */
final class LaneEffects {
  private static final Logger log = LoggerFactory.getLogger(LaneEffects.class);

  /** Of the page that holds the log's first update, however long that is. */
  private static final int SEED_BYTES = 1;

  private final Loop loop;
  private final LogClient logClient;
  private final LaneOwners lane;
  private final Outbox outbox;
  private final LaneAppends appends;
  private final StateTransfers transfers;
  private final LoadQueue loads;

  LaneEffects(
      Loop loop,
      LogClient logClient,
      LaneOwners lane,
      Outbox outbox,
      LaneAppends appends,
      StateTransfers transfers,
      LoadQueue loads) {
    this.loop = loop;
    this.logClient = logClient;
    this.lane = lane;
    this.outbox = outbox;
    this.appends = appends;
    this.transfers = transfers;
    this.loads = loads;
  }

  void run(DocumentOwner owner, List<Effect> effects) {
    for (Effect effect : effects) {
      run(owner, effect);
    }
  }

  private void run(DocumentOwner owner, Effect effect) {
    if (effect instanceof Effect.Send send) {
      outbox.add(send.edge(), send.output());
    } else if (effect instanceof Effect.Ready ready) {
      appends.ready(ready.document());
    } else if (effect instanceof Effect.Synchronise synchronise) {
      synchronise(owner, synchronise);
    } else if (effect instanceof Effect.Load load) {
      loads.add(() -> load(owner, load));
    } else if (effect instanceof Effect.Settle settle) {
      appends.settle(settle.document());
    } else if (effect instanceof Effect.ReadLog read) {
      readLog(owner, read);
    } else if (effect instanceof Effect.EncodeState encode) {
      encode(owner, encode);
    } else if (effect instanceof Effect.StoreSnapshot store) {
      store(owner, store);
    } else if (effect instanceof Effect.Unload unload) {
      lane.unload(unload.document());
    }
    // Effect.Append is taken by whoever gave the room for it.
  }

  private void synchronise(DocumentOwner owner, Effect.Synchronise s) {
    OptionalLong transfer = transfers.begin(s.state(), loop.nowMillis());
    if (transfer.isEmpty()) {
      outbox.add(s.edge(), new ToEdge.Ended(s.document(), s.session(), ToEdge.Reason.OVERLOADED));
      // The edge says no word about a session that was ended: the owner has to forget it here.
      lane.tell(owner, new Input.FromEdge(s.edge(), new ToOwner.Leave(s.document(), s.session())));
      return;
    }
    outbox.add(
        s.edge(),
        new ToEdge.Synchronised(
            s.document(),
            s.session(),
            s.number(),
            s.revision(),
            s.stateVector(),
            transfer.getAsLong(),
            s.state().length(),
            transfers.head(s.state())));
  }

  private Future<?> load(DocumentOwner owner, Effect.Load load) {
    return appends
        .noneUnderWay(load.document())
        .compose(quiet -> roomFor(0).compose(room -> logClient.load(load.document())))
        .compose(
            loaded ->
                loop.work(
                    () ->
                        LoadedState.of(
                            load.document(),
                            loaded.snapshotRevision(),
                            loaded.snapshot().array(),
                            loaded.tail())))
        .compose(state -> withSeed(load.document(), state))
        .compose(state -> roomFor(state.heldBytes()).map(state))
        .compose(state -> lane.rightsKnown().map(state))
        .onComplete(
            state -> tell(owner, new Input.Loaded(load.epoch(), state)),
            fault -> {
              log.warn("document={} not loaded: {}", load.document(), fault.toString());
              tell(owner, new Input.LoadFailed(reason(fault)));
            });
  }

  /** Initial content is the log's first update. */
  private Future<LoadedState> withSeed(DocumentId document, LoadedState state) {
    return !state.isSeeded()
        ? Future.succeededFuture(state)
        : logClient
            .read(new ReadLog(document, 0, 1, SEED_BYTES))
            .compose(
                page ->
                    page.entries().isEmpty()
                        ? Future.succeededFuture(state)
                        : loop.work(() -> state.withSeed(page.entries().get(0).update())));
  }

  private static ToEdge.Reason reason(Throwable fault) {
    if (fault instanceof NoRoom) {
      return ToEdge.Reason.OVERLOADED;
    }
    boolean gone =
        fault instanceof WireFailure failure && failure.code() == WireFailure.Code.NOT_FOUND;
    return gone ? ToEdge.Reason.GONE : ToEdge.Reason.UNAVAILABLE;
  }

  private Future<Void> roomFor(long bytes) {
    return lane.makeRoom(bytes)
        ? Future.succeededFuture()
        : Future.failedFuture(new NoRoom(lane.held()));
  }

  /** The documents that people have open take all the memory there is for documents. */
  private static final class NoRoom extends RuntimeException {
    private static final long serialVersionUID = 1;

    NoRoom(HeldBytes held) {
      super(
          "the open documents take "
              + held.bytes()
              + " of the lane's "
              + held.max()
              + " bytes: raise QUIRE_LIMIT_HELD_BYTES and the heap, or add collab processes",
          null,
          false,
          false);
    }
  }

  private void readLog(DocumentOwner owner, Effect.ReadLog read) {
    logClient
        .read(new ReadLog(read.document(), read.after(), read.maxItems(), read.maxBytes()))
        .onComplete(
            page -> tell(owner, new Input.LogRead(read.read(), page)),
            fault -> {
              log.warn("document={} log not read: {}", read.document(), fault.getMessage());
              tell(owner, new Input.LogUnavailable(read.read()));
            });
  }

  /** Work made by the owner from what it holds itself: a failure is a fault of the program. */
  private void encode(DocumentOwner owner, Effect.EncodeState encode) {
    StateWork work = encode.work();
    (work.compacts() ? loop.longWork(work::run) : loop.work(work::run))
        .onComplete(
            result -> tell(owner, new Input.StateEncoded(work, result)),
            fault -> {
              log.error("document={} state not encoded", encode.document(), fault);
              lane.giveUp(owner, "its state can't be encoded: " + fault);
              appends.pump();
            });
  }

  private void store(DocumentOwner owner, Effect.StoreSnapshot store) {
    logClient
        .store(store.document(), store.epoch(), store.revision(), store.state())
        .onComplete(
            current -> tell(owner, new Input.SnapshotEnded(store.revision(), current)),
            fault -> {
              // The log has everything: the next snapshot is as good.
              log.warn("document={} snapshot not stored: {}", store.document(), fault.getMessage());
              tell(owner, new Input.SnapshotEnded(store.revision(), false));
            });
  }

  private void tell(DocumentOwner owner, Input input) {
    lane.tell(owner, input);
    appends.pump();
  }
}
