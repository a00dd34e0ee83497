package dev.quire.collab.host;

import dev.quire.wire.Bus;
import dev.quire.wire.Bytes;
import dev.quire.wire.DocumentId;
import dev.quire.wire.Shards;
import dev.quire.wire.WireFailure;
import dev.quire.wire.doc.Append;
import dev.quire.wire.doc.DocCalls;
import dev.quire.wire.doc.ReadHead;
import dev.quire.wire.doc.ReadLog;
import dev.quire.wire.doc.ReadRevocations;
import dev.quire.wire.doc.Revocation;
import dev.quire.wire.doc.StoreSnapshot;
import dev.quire.wire.doc.TakeShards;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A log in memory behind the real calls, whose answers a test may hold, lose or refuse. */
final class FakeDocService {
  /** What to do with the next appends. */
  enum Mood {
    COMMIT,
    /** Commits, and answers only when the test says so. */
    HOLD,
    /** Commits and answers only when the test says so. */
    HOLD_THE_COMMIT,
    /** Commits, and the answer is lost. */
    COMMIT_AND_LOSE_THE_ANSWER,
    /** Loses the append itself. */
    LOSE,
    /** Says that nothing was done. */
    REFUSE,
    /** Can't keep an append in which somebody has no name. */
    REFUSE_THE_NAMELESS,
    /**
     * Can't keep appends of several documents; commits and answers others when the test says so.
     */
    HOLD_SINGLES
  }

  final List<Append> appends = new CopyOnWriteArrayList<>();
  final List<StoreSnapshot> snapshots = new CopyOnWriteArrayList<>();
  private final Map<DocumentId, List<ReadLog.Entry>> log = new HashMap<>();
  private final Map<Integer, Long> epochs = new HashMap<>();
  private final List<Runnable> held = new ArrayList<>();
  private final List<Revocation> revoked = new ArrayList<>();
  private boolean revocationsSilent;
  private int revocationsOneOf = 1;
  private int revocationsAsked;
  private long revocationsAnsweredAt;
  private Mood mood = Mood.COMMIT;
  private @Nullable Bytes readAs;

  void start(Bus bus) {
    bus.answer(DocCalls.READ_HEAD, this::head);
    bus.answer(DocCalls.READ_LOG, this::read);
    bus.answer(DocCalls.APPEND, this::append);
    bus.answer(DocCalls.TAKE_SHARDS, this::take);
    bus.answer(DocCalls.READ_REVOCATIONS, this::revocations);
    bus.answer(
        DocCalls.STORE_SNAPSHOT,
        store -> {
          snapshots.add(store);
          return Future.succeededFuture(
              new StoreSnapshot.Stored(store.chunk() + 1 == store.chunks()));
        });
  }

  /** Takes somebody's right on the document; nobody is told but who asks. */
  synchronized void revoke(DocumentId document, String userId) {
    revoked.add(new Revocation.RightChanged(revoked.size() + 1, document, userId, null));
  }

  /** Answers no question about revocations, or answers them again. */
  synchronized void revocationsSilent(boolean silent) {
    revocationsSilent = silent;
  }

  /** Answers only every so many questions about revocations: the others are lost. */
  synchronized void revocationsAnswered(int oneOf) {
    revocationsOneOf = oneOf;
  }

  /** When a question about revocations was last answered, by {@link System#nanoTime}. */
  synchronized long revocationsAnsweredAt() {
    return revocationsAnsweredAt;
  }

  private synchronized Future<ReadRevocations.Page> revocations(ReadRevocations read) {
    if (revocationsSilent || ++revocationsAsked % revocationsOneOf != 0) {
      return Promise.<ReadRevocations.Page>promise().future();
    }
    revocationsAnsweredAt = System.nanoTime();
    List<Revocation> after = revoked.subList((int) read.after(), revoked.size());
    return Future.succeededFuture(new ReadRevocations.Page(revoked.size(), 0, List.copyOf(after)));
  }

  synchronized void mood(Mood next) {
    mood = next;
  }

  synchronized void letGo() {
    held.forEach(Runnable::run);
    held.clear();
  }

  synchronized int heldAppends() {
    return held.size();
  }

  synchronized List<ReadLog.Entry> log(DocumentId document) {
    return List.copyOf(log.getOrDefault(document, List.of()));
  }

  /** From now on every entry is read with these bytes; null for its own. */
  synchronized void readAs(@Nullable Bytes bytes) {
    readAs = bytes;
  }

  synchronized long raise(int shard) {
    return epochs.merge(shard, 1L, Long::sum);
  }

  private synchronized Future<ReadHead.Head> head(ReadHead read) {
    return Future.succeededFuture(new ReadHead.Head("one", log(read.document()).size(), 0, 0, 0));
  }

  private synchronized Future<ReadLog.Page> read(ReadLog read) {
    List<ReadLog.Entry> all = log(read.document());
    return Future.succeededFuture(
        new ReadLog.Page(
            all.size(),
            all.subList((int) read.after(), all.size()).stream().map(this::asRead).toList()));
  }

  private ReadLog.Entry asRead(ReadLog.Entry entry) {
    return readAs == null
        ? entry
        : new ReadLog.Entry(
            entry.revision(), entry.epoch(), entry.author(), entry.committedAtMillis(), readAs);
  }

  private synchronized Future<Append.Result> append(Append append) {
    appends.add(append);
    switch (mood) {
      case REFUSE -> {
        return Future.failedFuture(
            new WireFailure(WireFailure.Code.UNAVAILABLE, "The database is away."));
      }
      case REFUSE_THE_NAMELESS -> {
        boolean isKept =
            append.documents().stream()
                .flatMap(part -> part.updates().stream())
                .noneMatch(update -> update.author().isEmpty());
        return isKept
            ? Future.succeededFuture(commit(append))
            : Future.failedFuture(new WireFailure(WireFailure.Code.INVALID, "No name."));
      }
      case LOSE -> {
        return lost();
      }
      case COMMIT_AND_LOSE_THE_ANSWER -> {
        commit(append);
        return lost();
      }
      case HOLD -> {
        Append.Result result = commit(append);
        Promise<Append.Result> answer = Promise.promise();
        held.add(() -> answer.complete(result));
        return answer.future();
      }
      case HOLD_THE_COMMIT, HOLD_SINGLES -> {
        if (mood == Mood.HOLD_SINGLES && append.documents().size() > 1) {
          return Future.failedFuture(new WireFailure(WireFailure.Code.INVALID, "Too many."));
        }
        Promise<Append.Result> answer = Promise.promise();
        held.add(() -> answer.complete(commit(append)));
        return answer.future();
      }
      default -> {
        return Future.succeededFuture(commit(append));
      }
    }
  }

  private static Future<Append.Result> lost() {
    return Future.failedFuture(new WireFailure(WireFailure.Code.TIMEOUT, "No answer."));
  }

  private Append.Result commit(Append append) {
    List<Append.Outcome> outcomes = new ArrayList<>();
    for (Append.Part part : append.documents()) {
      List<ReadLog.Entry> entries =
          log.computeIfAbsent(part.document(), first -> new ArrayList<>());
      long epoch = epochs.getOrDefault(Shards.of(part.document()), 0L);
      if (part.epoch() != epoch) {
        outcomes.add(new Append.Fenced(epoch));
      } else if (part.base() != entries.size()) {
        outcomes.add(new Append.Conflict(entries.size()));
      } else {
        for (Append.Update update : part.updates()) {
          long next = entries.size() + 1L;
          entries.add(
              new ReadLog.Entry(
                  next, epoch, update.author(), 0, update.update(), next, update.session()));
        }
        outcomes.add(new Append.Appended(entries.size()));
      }
    }
    return new Append.Result(outcomes);
  }

  private synchronized Future<TakeShards.Taken> take(TakeShards take) {
    List<TakeShards.Epoch> taken = new ArrayList<>();
    for (TakeShards.Claim claim : take.shards()) {
      long now = epochs.getOrDefault(claim.shard(), 0L);
      boolean raise = claim.ifEpoch() == 0 || claim.ifEpoch() == now;
      taken.add(new TakeShards.Epoch(claim.shard(), raise ? raise(claim.shard()) : now, raise));
    }
    return Future.succeededFuture(new TakeShards.Taken("one", taken));
  }
}
