package dev.quire.collab.owner;

import dev.quire.crdt.KnownContents;
import dev.quire.crdt.UpdateContents;
import dev.quire.wire.Bytes;
import dev.quire.wire.doc.Append;
import dev.quire.wire.doc.ReadLog;
import dev.quire.wire.doc.Revocation;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A document's updates in their one order: durable, then in flight (being appended), then waiting.
 * Every accepted update has its revision from the start, as nothing ever overtakes.
 *
 * <p>Also knows the contents of all of them, so that a duplicate is told from something new on
 * intervals of structs and deletes: of the durable ones by the document, of the others itself. What
 * is known is never taken back: an owner that loses its place throws the whole sequence away.
 */
final class Sequence {
  private final DocumentState state;
  private final ArrayDeque<Sequenced> waiting = new ArrayDeque<>();
  private List<Sequenced> inFlight = List.of();
  private KnownContents inFlightContents = new KnownContents();

  /** Of what waits, and, where not all of it fitted into one append, of what did. */
  private KnownContents waitingContents = new KnownContents();

  private long durable;
  private long pendingBytes;
  private long heldBytes;

  /**
   * @param state knows the contents of every durable update
   */
  Sequence(long durable, DocumentState state) {
    this.durable = durable;
    this.state = state;
  }

  /** The last revision that is in the log as far as is known. */
  long durable() {
    return durable;
  }

  /** The last revision given. */
  long sequenced() {
    return durable + pendingUpdates();
  }

  boolean isAllDurable() {
    return pendingUpdates() == 0;
  }

  boolean isAppending() {
    return !inFlight.isEmpty();
  }

  boolean isWaiting() {
    return !waiting.isEmpty();
  }

  /** Updates that are not durable yet. */
  int pendingUpdates() {
    return inFlight.size() + waiting.size();
  }

  /** The bytes of the updates that are not durable yet. */
  long pendingBytes() {
    return pendingBytes;
  }

  /**
   * What the updates that are not durable yet take in memory, in bytes, with what is known of them.
   */
  long heldBytes() {
    return heldBytes;
  }

  /** What of the update was not sequenced before; nothing, where it is a duplicate. */
  UpdateContents unknown(UpdateContents update) {
    return waitingContents.unknown(inFlightContents.unknown(state.unknown(update)));
  }

  /**
   * With which revision all of this is durable, at the latest. Costs what the update measures,
   * however much waits: whoever sends the same again and again must not make the others wait.
   *
   * @param update something that contains nothing new
   */
  long durableWith(UpdateContents update) {
    if (isWaiting() && waitingContents.sharesWith(update)) {
      return sequenced();
    }
    return isAppending() && inFlightContents.sharesWith(update) ? revisionInFlight() : durable;
  }

  /** Gives the update the next revision. */
  long accept(Session session, Bytes update, UpdateContents contents) {
    Sequenced next = new Sequenced(sequenced() + 1, session, update, contents.rangeCount());
    waiting.add(next);
    waitingContents.add(contents);
    pendingBytes += update.length();
    heldBytes += next.heldBytes();
    return next.revision();
  }

  /** Puts the oldest waiting updates in flight; nothing may be in flight, something must wait. */
  List<Append.Update> take(int maxUpdates, int maxBytes) {
    List<Sequenced> batch = new ArrayList<>();
    List<Append.Update> updates = new ArrayList<>();
    long bytes = 0;
    while (!waiting.isEmpty() && batch.size() < maxUpdates) {
      bytes += waiting.element().update().length();
      if (bytes > maxBytes && !batch.isEmpty()) {
        break;
      }
      batch.add(waiting.remove());
      updates.add(batch.get(batch.size() - 1).toAppend());
    }
    inFlight = batch;
    inFlightContents = waitingContents;
    if (waiting.isEmpty()) {
      waitingContents = new KnownContents();
    }
    return updates;
  }

  /** Tells the sessions whose updates are not durable yet, those that have ended among them. */
  void revoke(Revocation revocation) {
    inFlight.forEach(sequenced -> sequenced.session().revoke(revocation));
    waiting.forEach(sequenced -> sequenced.session().revoke(revocation));
  }

  /** Whether something is not durable yet of one whose right has ended since it was accepted. */
  boolean holdsRevoked() {
    return Stream.concat(inFlight.stream(), waiting.stream())
        .anyMatch(sequenced -> sequenced.session().isRevoked());
  }

  /** What was in flight is durable. */
  List<Sequenced> commit() {
    List<Sequenced> batch = inFlight;
    inFlight = List.of();
    inFlightContents = new KnownContents();
    durable += batch.size();
    for (Sequenced sequenced : batch) {
      pendingBytes -= sequenced.update().length();
      heldBytes -= sequenced.heldBytes();
    }
    return batch;
  }

  /** What was in flight is not in the log and cannot come into it any more: it waits again. */
  void takeBack() {
    for (int i = inFlight.size() - 1; i >= 0; i--) {
      waiting.addFirst(inFlight.get(i));
    }
    inFlight = List.of();
    if (inFlightContents != waitingContents) {
      waitingContents.addAll(inFlightContents);
    }
    inFlightContents = new KnownContents();
  }

  /** The last revision there will be once what is in flight is durable. */
  long revisionInFlight() {
    return durable + inFlight.size();
  }

  /** Whether this is what is in flight, all of it and nothing else. */
  boolean isInFlight(List<ReadLog.Entry> entries) {
    if (entries.size() != inFlight.size()) {
      return false;
    }
    for (int i = 0; i < entries.size(); i++) {
      if (!inFlight.get(i).isEntry(entries.get(i))) {
        return false;
      }
    }
    return true;
  }
}
