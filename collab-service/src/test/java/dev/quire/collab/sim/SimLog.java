package dev.quire.collab.sim;

import dev.quire.collab.sim.FenceLocks.Request;
import dev.quire.wire.Bytes;
import dev.quire.wire.DocumentId;
import dev.quire.wire.Shards;
import dev.quire.wire.doc.Append;
import dev.quire.wire.doc.ReadEpochs;
import dev.quire.wire.doc.ReadLog;
import dev.quire.wire.doc.TakeShards;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The op log in memory, with the real one's semantics: passes the same {@code OpLogContract}. An
 * append is open from the moment it has its locks until it commits or is abandoned.
 */
final class SimLog {
  private static final long MOVE_MILLIS = 10_000;
  private static final int MOVES_AT_ONCE = 4;

  /** A snapshot as it was stored. */
  record Snapshot(long epoch, long revision, Bytes compressed) {}

  private static final class Fence {
    long epoch;
    String owner = "";

    Fence(long epoch) {
      this.epoch = epoch;
    }

    /** Up to when the shard's changes of hands are paid for, one in ten seconds. */
    long movesPaidUntil = Long.MIN_VALUE / 2;
  }

  private final LongSupplier clock;
  private FenceLocks locks = new FenceLocks();
  private final Map<Integer, Fence> fences = new HashMap<>();
  private final Map<DocumentId, List<ReadLog.Entry>> entries = new HashMap<>();
  private final Map<DocumentId, Snapshot> snapshots = new HashMap<>();

  private @Nullable Backup backup;
  private long incarnation;

  private record Backup(
      Map<DocumentId, List<ReadLog.Entry>> entries, Map<DocumentId, Snapshot> snapshots) {}

  SimLog(LongSupplier clock) {
    this.clock = clock;
  }

  /** An append that has its locks and has not ended. */
  final class Open {
    private final Append append;
    private final Request locked;
    private final Append.Result result;
    private final long bornIn = incarnation;

    private Open(Append append, Request locked) {
      this.append = append;
      this.locked = locked;
      this.result =
          new Append.Result(append.documents().stream().map(SimLog.this::decide).toList());
    }

    Append append() {
      return append;
    }

    /** What becomes of it if it is committed. */
    Append.Result result() {
      return result;
    }

    /** Whether the server that held it is gone. */
    boolean isVoid() {
      return bornIn != incarnation;
    }

    Append.Result commit() {
      for (int i = 0; i < append.documents().size(); i++) {
        if (result.outcomes().get(i) instanceof Append.Appended) {
          insert(append.documents().get(i));
        }
      }
      locks.release(locked);
      return result;
    }

    void abandon() {
      locks.release(locked);
    }
  }

  /** Calls back with the open append as soon as it has its locks. */
  void begin(Append append, Consumer<Open> opened) {
    Set<DocumentId> documents =
        append.documents().stream().map(Append.Part::document).collect(Collectors.toSet());
    Set<Integer> shards = documents.stream().map(Shards::of).collect(Collectors.toSet());
    locks.request(
        new Request(shards, false, documents, locked -> opened.accept(new Open(append, locked))));
  }

  /** Calls back once the appends in flight are over and the epochs raised. */
  void take(TakeShards claims, Consumer<TakeShards.Taken> taken) {
    Set<Integer> shards =
        claims.shards().stream().map(TakeShards.Claim::shard).collect(Collectors.toSet());
    locks.request(
        new Request(
            shards,
            true,
            Set.of(),
            locked -> {
              List<TakeShards.Epoch> raised =
                  claims.shards().stream().map(claim -> raise(claims.process(), claim)).toList();
              locks.release(locked);
              taken.accept(new TakeShards.Taken(incarnation(), raised));
            }));
  }

  /** Keeps everybody else from the shard's epoch. */
  Runnable hold(int shard) {
    List<Request> held = new ArrayList<>();
    locks.request(new Request(Set.of(shard), true, Set.of(), held::add));
    return () -> held.forEach(locks::release);
  }

  int waiting() {
    return locks.waiting();
  }

  /** What of the shards another process has taken. */
  ReadEpochs.Taken takenFrom(ReadEpochs read) {
    return new ReadEpochs.Taken(
        read.held().stream()
            .filter(held -> fence(held.shard()).epoch > held.epoch())
            .filter(held -> !fence(held.shard()).owner.equals(read.process()))
            .map(held -> new ReadEpochs.Held(held.shard(), epoch(held.shard())))
            .toList());
  }

  ReadLog.Page read(ReadLog read) {
    List<ReadLog.Entry> all = entries(read.document());
    List<ReadLog.Entry> page = new ArrayList<>();
    int bytes = 0;
    for (int i = (int) read.after(); i < all.size(); i++) {
      page.add(all.get(i));
      bytes += all.get(i).update().length();
      if (page.size() == read.maxItems() || bytes >= read.maxBytes()) {
        break;
      }
    }
    return new ReadLog.Page(all.size(), page);
  }

  /** All of a document, not to be changed. */
  List<ReadLog.Entry> entries(DocumentId document) {
    return entries.getOrDefault(document, List.of());
  }

  long epoch(int shard) {
    return fence(shard).epoch;
  }

  /** Who raised it last. */
  String owner(int shard) {
    return fence(shard).owner;
  }

  String incarnation() {
    return "simulated-" + incarnation;
  }

  /** Every shard's epoch and owner, for people. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("log:");
    fences.forEach((shard, f) -> text.append(" " + shard + "=" + f.owner + "/" + f.epoch));
    return text.toString();
  }

  /** Every document that there is. */
  List<DocumentId> restorable() {
    return List.copyOf(entries.keySet());
  }

  boolean isBackedUp() {
    return backup != null;
  }

  boolean isRestored() {
    return incarnation > 0;
  }

  void backUp() {
    Map<DocumentId, List<ReadLog.Entry>> copy = new HashMap<>();
    entries.forEach((document, log) -> copy.put(document, new ArrayList<>(log)));
    backup = new Backup(copy, new HashMap<>(snapshots));
  }

  /** What was appended since the backup is gone, and epochs begin anew above all others. */
  void restore() {
    Backup old = backup;
    if (old == null) {
      return;
    }
    incarnation++;
    locks = new FenceLocks();
    entries.clear();
    old.entries().forEach((document, log) -> entries.put(document, new ArrayList<>(log)));
    snapshots.clear();
    snapshots.putAll(old.snapshots());
    fences.clear();
  }

  private Fence fence(int shard) {
    return fences.computeIfAbsent(shard, first -> new Fence(incarnation << 32));
  }

  /** Whether it is the document's snapshot now: never over a newer one, never by one fenced. */
  boolean store(DocumentId document, Snapshot snapshot) {
    Snapshot old = snapshots.get(document);
    boolean current =
        snapshot.epoch() == epoch(Shards.of(document))
            && (old == null || old.revision() < snapshot.revision());
    if (current) {
      snapshots.put(document, snapshot);
    }
    return current;
  }

  @Nullable Snapshot snapshot(DocumentId document) {
    return snapshots.get(document);
  }

  private TakeShards.Epoch raise(String process, TakeShards.Claim claim) {
    Fence fence = fence(claim.shard());
    boolean stays = fence.owner.isEmpty() || fence.owner.equals(process) || claim.given();
    long now = clock.getAsLong();
    boolean mayMove = fence.movesPaidUntil <= now + (MOVES_AT_ONCE - 1) * MOVE_MILLIS;
    boolean raises = claim.ifEpoch() == 0 ? stays || mayMove : claim.ifEpoch() == fence.epoch;
    if (raises) {
      fence.epoch++;
      fence.movesPaidUntil =
          stays ? fence.movesPaidUntil : Math.max(fence.movesPaidUntil, now) + MOVE_MILLIS;
      fence.owner = process;
    }
    return new TakeShards.Epoch(claim.shard(), fence.epoch, raises);
  }

  private Append.Outcome decide(Append.Part part) {
    long epoch = epoch(Shards.of(part.document()));
    long last = entries(part.document()).size();
    if (part.epoch() != epoch) {
      return new Append.Fenced(epoch);
    }
    return part.base() == last
        ? new Append.Appended(last + part.updates().size())
        : new Append.Conflict(last);
  }

  private void insert(Append.Part part) {
    List<ReadLog.Entry> log = entries.computeIfAbsent(part.document(), d -> new ArrayList<>());
    for (Append.Update update : part.updates()) {
      long next = log.size() + 1L;
      log.add(
          new ReadLog.Entry(
              next,
              part.epoch(),
              update.author(),
              clock.getAsLong(),
              update.update(),
              next,
              update.session()));
    }
  }
}
