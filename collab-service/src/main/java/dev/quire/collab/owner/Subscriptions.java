package dev.quire.collab.owner;

import dev.quire.crdt.update.Updates;
import dev.quire.wire.Bytes;
import dev.quire.wire.DocumentId;
import dev.quire.wire.doc.ReadLog;
import dev.quire.wire.doc.Revocation;
import dev.quire.wire.session.ToEdge.Compare;
import dev.quire.wire.session.ToEdge.Fanout;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The edges that follow the document, and what was sent to each.
 *
 * <p>An edge gets every revision after the one it began with, in order and without a gap. One that
 * is behind gets the frames it lacks: the last ones are kept, older ones are read from the log page
 * by page, and until it has caught up it gets no live frame, which it could only refuse. A lost
 * last frame leaves no gap behind it: so the last revision is told once a second to every edge that
 * has not confirmed it.
 */
final class Subscriptions {
  private final DocumentId document;
  private final OwnerLimits limits;
  private final Outbox outbox;
  private final Map<String, Subscriber> edges = new LinkedHashMap<>();
  private final RecentFrames recent;
  private long fannedOut;
  private long reads;

  Subscriptions(DocumentId document, OwnerLimits limits, Outbox outbox) {
    this.document = document;
    this.limits = limits;
    this.outbox = outbox;
    this.recent = new RecentFrames(limits.recentBytes());
  }

  /** The last revision that was sent to anybody. */
  long fannedOut() {
    return fannedOut;
  }

  boolean isEmpty() {
    return edges.isEmpty();
  }

  Collection<Subscriber> edges() {
    return edges.values();
  }

  @Nullable Subscriber find(String edge) {
    return edges.get(edge);
  }

  @Nullable Session find(String edge, long session) {
    Subscriber subscriber = edges.get(edge);
    return subscriber == null ? null : subscriber.session(session);
  }

  int sessions() {
    int count = 0;
    for (Subscriber subscriber : edges.values()) {
      count += subscriber.sessions().size();
    }
    return count;
  }

  void add(Session session) {
    edges.computeIfAbsent(session.edge(), Subscriber::new).add(session);
  }

  /** An edge without a session is forgotten. */
  void remove(Session session) {
    Subscriber subscriber = edges.get(session.edge());
    if (subscriber != null) {
      subscriber.remove(session);
      if (subscriber.sessions().isEmpty()) {
        edges.remove(session.edge());
      }
    }
  }

  /** Those of the edge's sessions up to a number that its roll does not name. */
  List<Session> notInRoll(String edge, long through, List<Long> live) {
    Subscriber subscriber = edges.get(edge);
    return subscriber == null || through == 0
        ? List.of()
        : subscriber.notInRoll(through, new HashSet<>(live));
  }

  void revoke(Revocation revocation) {
    for (Subscriber subscriber : edges.values()) {
      subscriber.sessions().forEach(session -> session.revoke(revocation));
    }
  }

  void remove(String edge) {
    edges.remove(edge);
  }

  void clear() {
    edges.clear();
  }

  /**
   * Begins the fan-out to the edge, where this is its first session.
   *
   * @param delivered what the edge has; -1 where it has nothing and begins with the next commit
   */
  void follow(String edge, long delivered, long durable) {
    Subscriber subscriber = edges.get(edge);
    if (subscriber == null || subscriber.isFollowing()) {
      return;
    }
    subscriber.follow(delivered < 0 ? durable : Math.min(delivered, durable));
    catchUp(subscriber, durable);
  }

  /** Sends what was committed, as one frame, to every edge that has all before it. */
  void fanOut(List<Sequenced> committed, long epoch) {
    if (edges.isEmpty()) {
      recent.clear();
      return;
    }
    List<byte[]> updates = new ArrayList<>(committed.size());
    committed.forEach(sequenced -> updates.add(sequenced.update().array()));
    long after = committed.get(0).revision() - 1;
    Fanout frame = frame(epoch, after, after + updates.size(), updates);
    recent.add(frame);
    for (Subscriber subscriber : edges.values()) {
      if (subscriber.sentThrough() == after) {
        send(subscriber, frame);
      }
    }
  }

  /** The edge lacks everything after the revision, whatever was sent. */
  void replay(Subscriber subscriber, long after, long durable) {
    subscriber.sent(after);
    subscriber.awaitRead(0);
    catchUp(subscriber, durable);
  }

  /** Whether the read is one of a replay. */
  boolean isReplay(long read) {
    return reader(read) != null;
  }

  /**
   * A page of the log for a replay.
   *
   * @return false where the log does not hold what it should
   */
  boolean replay(long read, ReadLog.Page page, long durable, long epoch) {
    Subscriber subscriber = reader(read);
    if (subscriber == null) {
      return true;
    }
    subscriber.awaitRead(0);
    long after = subscriber.sentThrough();
    long through = after;
    List<byte[]> updates = new ArrayList<>();
    for (ReadLog.Entry entry : page.entries()) {
      // What is not known to be durable yet follows with its commit.
      if (entry.follows(through) && entry.revision() <= durable) {
        updates.add(entry.update().array());
        through = entry.revision();
      }
    }
    if (updates.isEmpty()) {
      return after == durable;
    }
    send(subscriber, frame(epoch, after, through, updates));
    catchUp(subscriber, durable);
    return true;
  }

  /** The log could not be read: {@link #tick} asks again. */
  void unavailable(long read) {
    Subscriber subscriber = reader(read);
    if (subscriber != null) {
      subscriber.awaitRead(0);
    }
  }

  /**
   * Once a second: what was lost at the end, and reads that failed. An edge that has confirmed all
   * is told now and then all the same: it may have nobody here any more, and say so.
   */
  void tick(long durable, long epoch, long nowMillis) {
    for (Subscriber subscriber : edges.values()) {
      if (subscriber.sentThrough() < durable) {
        catchUp(subscriber, durable);
      } else if (subscriber.isToCompare(nowMillis) || !subscriber.hasConfirmed(durable)) {
        outbox.send(subscriber.edge(), new Compare(document, epoch, durable));
      }
    }
  }

  private void catchUp(Subscriber subscriber, long durable) {
    if (subscriber.sentThrough() >= durable || subscriber.read() != 0) {
      return;
    }
    recent
        .after(subscriber.sentThrough())
        .ifPresentOrElse(
            frames -> frames.forEach(frame -> send(subscriber, frame)),
            () -> {
              subscriber.awaitRead(++reads);
              outbox.add(
                  new Effect.ReadLog(
                      document,
                      reads,
                      subscriber.sentThrough(),
                      limits.pageItems(),
                      limits.pageBytes()));
            });
  }

  private Fanout frame(long epoch, long after, long through, List<byte[]> updates) {
    Bytes merged = Bytes.of(Updates.merge(updates));
    return new Fanout(document, epoch, after, through, merged);
  }

  private void send(Subscriber subscriber, Fanout frame) {
    subscriber.sent(frame.through());
    fannedOut = Math.max(fannedOut, frame.through());
    outbox.send(subscriber.edge(), frame);
  }

  private @Nullable Subscriber reader(long read) {
    for (Subscriber subscriber : edges.values()) {
      if (subscriber.read() == read) {
        return subscriber;
      }
    }
    return null;
  }
}
