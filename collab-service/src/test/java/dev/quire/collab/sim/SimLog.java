package dev.quire.collab.sim;

import dev.quire.collab.sim.FenceLocks.Request;
import dev.quire.wire.Bytes;
import dev.quire.wire.DocumentId;
import dev.quire.wire.Shards;
import dev.quire.wire.doc.Append;
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
  private static final String INCARNATION = "simulated";

  /** A snapshot as it was stored. */
  record Snapshot(long epoch, long revision, Bytes state) {}

  private final LongSupplier clock;
  private final FenceLocks locks = new FenceLocks();
  private final Map<Integer, Long> epochs = new HashMap<>();
  private final Map<DocumentId, List<ReadLog.Entry>> entries = new HashMap<>();
  private final Map<DocumentId, Snapshot> snapshots = new HashMap<>();

  SimLog(LongSupplier clock) {
    this.clock = clock;
  }

  /** An append that has its locks and has not ended. */
  final class Open {
    private final Append append;
    private final Request locked;
    private final Append.Result result;

    private Open(Append append, Request locked) {
      this.append = append;
      this.locked = locked;
      this.result =
          new Append.Result(append.documents().stream().map(SimLog.this::decide).toList());
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
              List<TakeShards.Epoch> raised = claims.shards().stream().map(this::raise).toList();
              locks.release(locked);
              taken.accept(new TakeShards.Taken(INCARNATION, raised));
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
    return epochs.getOrDefault(shard, 0L);
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

  private TakeShards.Epoch raise(TakeShards.Claim claim) {
    long epoch = epoch(claim.shard());
    boolean raises = claim.ifEpoch() == 0 || claim.ifEpoch() == epoch;
    if (raises) {
      epochs.put(claim.shard(), ++epoch);
    }
    return new TakeShards.Epoch(claim.shard(), epoch, raises);
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
      log.add(
          new ReadLog.Entry(
              log.size() + 1, part.epoch(), update.author(), clock.getAsLong(), update.update()));
    }
  }
}
