package dev.quire.collab.lease;

import dev.quire.collab.loop.Loop;
import dev.quire.wire.doc.DocCalls;
import dev.quire.wire.doc.TakeShards;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has epochs raised by the log: all claims of one turn in one request, and one request under way at
 * a time; what comes meanwhile goes into the next. Everything on the loop.
 */
final class Claims {
  private static final Logger log = LoggerFactory.getLogger(Claims.class);

  /**
   * An answer that is lost with its connection leaves the shards to nobody for so long. A claim
   * that takes longer, as it waits for appends in flight, is tried again with more patience.
   */
  private static final Duration FIRST = Duration.ofMillis(2_500);

  /** Asked and told about the claims. */
  interface Listener {
    /** Whether the shard is still to be taken, and its epoch not known yet. */
    boolean isTaking(int shard);

    /** The answer to one claim; {@code raised} or not. */
    void taken(TakeShards.Epoch each, String incarnation);

    /** There was no answer: the epoch may have been raised or not. */
    void failed(int shard);
  }

  private final Loop loop;
  private final String process;
  private final Duration timeout;
  private final Listener listener;

  /** At most one for each shard and time it was locked. */
  private final List<TakeShards.Claim> waiting = new ArrayList<>();

  private boolean underWay;
  private boolean soon;

  /** How long the next answer is waited for; longer each time, up to {@link #timeout}. */
  private Duration patience;

  Claims(Loop loop, String process, Duration timeout, Listener listener) {
    this.loop = loop;
    this.process = process;
    this.timeout = timeout;
    this.patience = first();
    this.listener = listener;
  }

  private Duration first() {
    return FIRST.compareTo(timeout) < 0 ? FIRST : timeout;
  }

  void add(List<TakeShards.Claim> claims) {
    waiting.addAll(claims);
    soon();
  }

  private void soon() {
    if (!soon) {
      soon = true;
      loop.soon(
          () -> {
            soon = false;
            next();
          });
    }
  }

  private void next() {
    if (underWay) {
      return;
    }
    List<TakeShards.Claim> claims = due();
    if (claims.isEmpty()) {
      return;
    }
    underWay = true;
    long askedAt = loop.nowMillis();
    loop.request(DocCalls.TAKE_SHARDS, new TakeShards(process, claims), patience)
        .onComplete(
            taken -> {
              underWay = false;
              patience = first();
              log.info("shards taken={} ms={}", taken.epochs().size(), loop.nowMillis() - askedAt);
              taken.epochs().forEach(each -> listener.taken(each, taken.incarnation()));
              soon();
            },
            fault -> {
              underWay = false;
              Duration longer = patience.multipliedBy(2);
              patience = longer.compareTo(timeout) < 0 ? longer : timeout;
              log.warn("shards not taken={}: {}", claims.size(), fault.getMessage());
              claims.forEach(claim -> listener.failed(claim.shard()));
              soon();
            });
  }

  /**
   * A shard that was locked twice meanwhile is claimed once, and not at all where the answer to an
   * earlier claim has come: raising once more would fence this process's own appends.
   */
  private List<TakeShards.Claim> due() {
    List<TakeShards.Claim> due = new ArrayList<>();
    Set<Integer> shards = new HashSet<>();
    for (TakeShards.Claim claim : waiting) {
      if (listener.isTaking(claim.shard()) && shards.add(claim.shard())) {
        due.add(claim);
      }
    }
    waiting.clear();
    return List.copyOf(due);
  }
}
