package dev.quire.collab.owner;

import dev.quire.wire.DocumentId;
import dev.quire.wire.Shards;
import dev.quire.wire.doc.Append;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Group commit without a timer: while one append is under way, what arrives waits; when it is over,
 * everything that waits goes into the next, over all documents of the lane.
 *
 * <p>After an append of unknown outcome its shards are being settled: their epochs are raised, and
 * until {@link #settled} no document of theirs goes into an append, as it would go in under an
 * epoch that is about to be fenced. The lane's other shards go on.
 *
 * <p>Documents take turns: one that could not be asked because the append was full is first in the
 * next. Bounded by the documents the lane owns. Not thread-safe.
 */
public final class LaneCommits {

  /** Asks the document's owner for a batch: {@link Input.TakeBatch}, {@link Effect.Append}. */
  @FunctionalInterface
  public interface BatchSource {
    /** Empty where the owner is gone, or has nothing to append just now. */
    Optional<Append.Part> take(DocumentId document, Input.TakeBatch room);
  }

  /** What a document's owner is to be told. */
  public record Outcome(DocumentId document, Input input) {}

  private final int maxUpdates;
  private final int maxBytes;
  private final LinkedHashSet<DocumentId> ready = new LinkedHashSet<>();
  private final Set<Integer> settling = new HashSet<>();
  private List<Append.Part> inFlight = List.of();

  /**
   * @param maxUpdates in one append
   * @param maxBytes in one append; a single update may be larger and then goes alone
   */
  public LaneCommits(int maxUpdates, int maxBytes) {
    this.maxUpdates = maxUpdates;
    this.maxBytes = maxBytes;
  }

  /** The document has something to append: {@link Effect.Ready}. */
  public void ready(DocumentId document) {
    ready.add(document);
  }

  /** The document was unloaded: {@link Effect.Unload}. */
  public void forget(DocumentId document) {
    ready.remove(document);
  }

  /** Whether a document waits for room in an append. */
  public boolean isReady() {
    return !ready.isEmpty();
  }

  /** Whether an append is under way. */
  public boolean isAppending() {
    return !inFlight.isEmpty();
  }

  /**
   * The next append, which is under way from now on until {@link #ended} or {@link #unknown}. Empty
   * while one is, and where nothing waits.
   */
  public Optional<Append> next(BatchSource source) {
    if (isAppending()) {
      return Optional.empty();
    }
    List<Append.Part> parts = new ArrayList<>();
    int updates = 0;
    int bytes = 0;
    for (DocumentId document : List.copyOf(ready)) {
      if (updates >= maxUpdates || bytes >= maxBytes) {
        break;
      }
      if (isSettling(document)) {
        continue;
      }
      ready.remove(document);
      Input.TakeBatch room = new Input.TakeBatch(maxUpdates - updates, maxBytes - bytes);
      Optional<Append.Part> part = source.take(document, room);
      if (part.isPresent()) {
        parts.add(part.get());
        updates += part.get().updates().size();
        bytes += new Effect.Append(part.get()).bytes();
      }
    }
    inFlight = List.copyOf(parts);
    return inFlight.isEmpty() ? Optional.empty() : Optional.of(new Append(inFlight));
  }

  /** The append under way was answered. */
  public List<Outcome> ended(Append.Result result) {
    List<Append.Outcome> outcomes = result.outcomes();
    if (outcomes.size() != inFlight.size()) {
      throw new IllegalArgumentException(
          outcomes.size() + " outcomes for " + inFlight.size() + " parts");
    }
    List<Outcome> told = new ArrayList<>(outcomes.size());
    for (int i = 0; i < outcomes.size(); i++) {
      told.add(new Outcome(inFlight.get(i).document(), new Input.AppendEnded(outcomes.get(i))));
    }
    inFlight = List.of();
    return told;
  }

  /**
   * The append under way was not answered. Its owners will ask for {@link Effect.Settle}: tell them
   * all before the next {@link #next}.
   */
  public List<Outcome> unknown() {
    List<Outcome> told = new ArrayList<>(inFlight.size());
    for (Append.Part part : inFlight) {
      told.add(new Outcome(part.document(), new Input.OutcomeUnknown()));
    }
    inFlight = List.of();
    return told;
  }

  /**
   * The document's owner wants its shard settled: {@link Effect.Settle}. True where the shard was
   * not being settled before, so that its epoch is to be raised now. Nothing of the shard is
   * appended before {@link #settled}.
   */
  public boolean settle(DocumentId document) {
    return settling.add(Shards.of(document));
  }

  /** The shard's epoch was raised, or the shard is no longer this process's. */
  public void settled(int shard) {
    settling.remove(shard);
  }

  /** The shards being settled, ascending. */
  public List<Integer> settling() {
    return List.copyOf(new TreeSet<>(settling));
  }

  private boolean isSettling(DocumentId document) {
    return settling.contains(Shards.of(document));
  }
}
