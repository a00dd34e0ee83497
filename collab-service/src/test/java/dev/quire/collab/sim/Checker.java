package dev.quire.collab.sim;

import dev.quire.collab.host.OwnerWatch;
import dev.quire.collab.owner.DocumentOwner;
import dev.quire.collab.owner.Effect;
import dev.quire.collab.owner.Input;
import dev.quire.crdt.KnownContents;
import dev.quire.crdt.UpdateContents;
import dev.quire.crdt.YDoc;
import dev.quire.wire.Bytes;
import dev.quire.wire.DocumentId;
import dev.quire.wire.Shards;
import dev.quire.wire.doc.Append;
import dev.quire.wire.doc.ReadLog;
import dev.quire.wire.doc.SnapshotFormat;
import dev.quire.wire.doc.TakeShards;
import dev.quire.wire.session.ToEdge;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Holds the promises against what happens, on the way and at the end. */
final class Checker implements OwnerWatch {
  /** The contents of a document's log, as far as it has been read. */
  private static final class Logged {
    private KnownContents contents = new KnownContents();

    /** What was in the log and is not any more, since a backup was restored. */
    private final KnownContents lost = new KnownContents();

    private final KnownContents forged = new KnownContents();
    private int revision;
  }

  /** For how long word of before a restore may be on its way. */
  private static final long VOID_MILLIS = 10_000;

  /** A shard's epoch, which belongs to one process. */
  private record Held(int shard, long epoch) {}

  private final World world;
  private final SimLog log;
  private final Map<Held, String> holders = new HashMap<>();
  private @Nullable Violation broken;
  private final List<Long> moves = new ArrayList<>();
  private long voidUntil = -1;
  private final Map<DocumentId, Logged> documents = new HashMap<>();
  private final RarePathWatch rarePaths;
  private final Impostor impostor = new Impostor();
  private final StampWatch stamps = new StampWatch();
  private final RefusalWatch refusals =
      new RefusalWatch(() -> broken("let in what builds on something that was refused"));

  Checker(World world, SimLog log) {
    this.world = world;
    this.log = log;
    rarePaths = new RarePathWatch(world);
  }

  /** Somebody who writes under the client ids of others. */
  Impostor impostor() {
    return impostor;
  }

  /** What was broken first, wherever it was noticed: a future may have swallowed it. */
  @Nullable Violation broken() {
    return broken;
  }

  private Violation broken(String what) {
    Violation violation = new Violation(what);
    broken = broken == null ? violation : broken;
    return violation;
  }

  // On the way.

  /** Somebody is being shown an update. */
  void shown(DocumentId document, Bytes update) {
    if (!wasLogged(document, UpdateContents.read(update.array()))) {
      throw broken("shown before it is in the log");
    }
  }

  /** Somebody is being told that an edit is saved. */
  void acknowledged(DocumentId document, String whom, UpdateContents contents) {
    boolean mayBeOld = world.nowMillis() < voidUntil;
    boolean saved =
        mayBeOld ? wasLogged(document, contents) : logged(document).contents.covers(contents);
    if (!saved) {
      throw broken("acknowledged to " + whom + " and not in the log: " + contents);
    }
  }

  private boolean wasLogged(DocumentId document, UpdateContents contents) {
    Logged logged = logged(document);
    if (logged.contents.covers(contents)) {
      return true;
    }
    KnownContents ever = new KnownContents();
    ever.addAll(logged.lost);
    ever.addAll(logged.contents);
    return world.nowMillis() < voidUntil && ever.covers(contents);
  }

  /** A backup is being restored: what it lacks is void, and so is word of it on its way. */
  void restoring(Runnable restore) {
    log.restorable().forEach(this::logged);
    restore.run();
    voidUntil = world.nowMillis() + VOID_MILLIS;
    for (Logged logged : documents.values()) {
      logged.lost.addAll(logged.contents);
      logged.contents = new KnownContents();
      logged.revision = 0;
    }
  }

  /** A reader has made this up. */
  void forged(DocumentId document, UpdateContents contents) {
    documents.computeIfAbsent(document, d -> new Logged()).forged.add(contents);
  }

  @Override
  public void decided(DocumentOwner owner, Input input, List<Effect> effects) {
    world.countInput();
    stamps.heard(input);
    Predicate<UpdateContents> isLogged = ids -> logged(owner.document()).contents.covers(ids);
    refusals.decided(owner, input, effects, isLogged);
    impostor.decided(owner, input, effects, isLogged);
    rarePaths.decided(owner, input, effects, isLogged);
    for (Effect effect : effects) {
      if (effect instanceof Effect.Send send && send.output() instanceof ToEdge.Fanout frame) {
        sent(frame);
      } else if (effect instanceof Effect.Synchronise state) {
        shown(state.document(), state.state());
      }
    }
  }

  private void sent(ToEdge.Fanout frame) {
    shown(frame.document(), frame.update());
    if (frame.through() > log.entries(frame.document()).size()) {
      throw broken("revision " + frame.through() + " is not in the log");
    }
  }

  @Override
  public void entered(DocumentOwner owner) {
    String reason = owner.reason();
    world.tell("owner of", owner.document(), "at epoch", owner.epoch(), owner.phase(), reason);
    rarePaths.entered(reason);
  }

  @Override
  public void failed(DocumentOwner owner, Input input, Throwable fault) {
    broken(owner.reason() + ", at " + input + ": " + fault).addSuppressed(fault);
  }

  /** How often a shard was taken since then. */
  long takenSince(long millis) {
    return moves.stream().filter(at -> at >= millis).count();
  }

  // The log.

  /** A process has been given a shard. */
  void taken(TakeShards take, TakeShards.Taken taken) {
    for (int i = 0; i < taken.epochs().size(); i++) {
      TakeShards.Epoch epoch = taken.epochs().get(i);
      if (epoch.raised()) {
        String holder = holders.put(new Held(epoch.shard(), epoch.epoch()), take.process());
        if (holder != null) {
          throw broken("epoch " + epoch + " was " + holder + "'s and is given again");
        }
        TakeShards.Claim claim = take.shards().get(i);
        if (claim.ifEpoch() == 0) {
          moves.add(world.nowMillis());
        }
        if (claim.given()) {
          world.count(RarePath.GIVEN_AND_TAKEN);
        }
        world.tell(take.process(), "has raised shard", epoch.shard(), "to", epoch.epoch());
      } else if (take.shards().get(i).ifEpoch() != 0) {
        world.count(RarePath.SETTLE_FENCED);
      }
    }
  }

  /** A process appends, and the log will let it or not. */
  void appending(String process, Append append, Append.Result result) {
    for (int i = 0; i < append.documents().size(); i++) {
      Append.Part part = append.documents().get(i);
      int shard = Shards.of(part.document());
      Append.Outcome outcome = result.outcomes().get(i);
      if (outcome instanceof Append.Fenced) {
        world.count(RarePath.APPEND_FENCED);
      } else if (outcome instanceof Append.Conflict) {
        world.count(RarePath.APPEND_CONFLICT);
      } else if (outcome instanceof Append.Appended
          && !process.equals(holders.get(new Held(shard, part.epoch())))) {
        throw broken(process + " writes under an epoch that it was not given: " + part);
      }
    }
  }

  /** An append is about to be in the log: under the epoch of now, and after all that is there. */
  void committing(Append append, Append.Result result) {
    for (int i = 0; i < append.documents().size(); i++) {
      Append.Part part = append.documents().get(i);
      if (result.outcomes().get(i) instanceof Append.Appended) {
        long epoch = log.epoch(Shards.of(part.document()));
        if (part.epoch() != epoch) {
          throw broken("written under epoch " + part.epoch() + " when it is " + epoch);
        }
        int last = log.entries(part.document()).size();
        if (part.base() != last) {
          throw broken("written after revision " + part.base() + " where " + last + " is the last");
        }
      }
    }
  }

  // At the end.

  /** What the log says the document is. */
  YDoc rebuilt(DocumentId document, long through) {
    YDoc doc = new YDoc();
    for (ReadLog.Entry entry : log.entries(document).subList(0, (int) through)) {
      doc.applyUpdate(entry.update().array());
    }
    return doc;
  }

  /** The log is one sequence, and everything in it was new and somebody's. */
  void checkLog(DocumentId document) {
    KnownContents before = new KnownContents();
    long revision = 0;
    long epoch = 0;
    for (ReadLog.Entry entry : log.entries(document)) {
      revision++;
      if (entry.revision() != revision) {
        throw broken("revision " + entry.revision() + " in place of " + revision);
      }
      if (entry.epoch() < epoch) {
        throw broken("epoch " + entry.epoch() + " after " + epoch + " at " + revision);
      }
      epoch = entry.epoch();
      UpdateContents contents = UpdateContents.read(entry.update().array());
      if (before.covers(contents)) {
        throw broken("revision " + revision + " holds nothing new");
      }
      before.add(contents);
    }
    SimLog.Snapshot snapshot = log.snapshot(document);
    if (snapshot != null) {
      byte[] state = rebuilt(document, snapshot.revision()).encodeStateAsUpdate();
      byte[] stored = SnapshotFormat.decompress(snapshot.compressed().array(), 1 << 24);
      if (!Arrays.equals(state, stored)) {
        throw broken("the snapshot of revision " + snapshot.revision() + " is another");
      }
    }
  }

  private Logged logged(DocumentId document) {
    Logged logged = documents.computeIfAbsent(document, d -> new Logged());
    List<ReadLog.Entry> entries = log.entries(document);
    for (; logged.revision < entries.size(); logged.revision++) {
      UpdateContents contents = UpdateContents.read(entries.get(logged.revision).update().array());
      if (entries.get(logged.revision).author().equals(Impostor.NAME)) {
        throw broken("somebody has written under the client id of another who is there");
      }
      if (!contents.structs().isEmpty() && logged.forged.covers(contents)) {
        throw broken("a reader has written");
      }
      if (!stamps.isTrue(entries.get(logged.revision), contents)) {
        throw broken("stamped as if another had sent it: " + entries.get(logged.revision));
      }
      logged.contents.add(contents);
    }
    return logged;
  }
}
