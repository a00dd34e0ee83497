package dev.quire.crdt;

import dev.quire.crdt.fault.MalformedUpdateException;
import dev.quire.crdt.id.IdSet;
import dev.quire.crdt.id.Ranges;
import dev.quire.crdt.id.StateVector;
import dev.quire.crdt.lib0.Lib0Reader;
import dev.quire.crdt.lib0.Lib0Writer;
import dev.quire.crdt.struct.Struct;
import dev.quire.crdt.struct.StructReader;
import dev.quire.crdt.v2.DeleteSetV2;
import dev.quire.crdt.v2.UpdatesV2;

/**
 * A moment of a document: how much of each client it held, and what of that was deleted. Says
 * nothing about content; the document must have kept what was deleted since (gc off) to be read at
 * the moment ({@link YDoc#documentAt}, {@link YText#toDelta(Snapshot)} and the like).
 *
 * @param states the clocks that were expected next
 * @param deletes the ids that were deleted; not to be changed
 */
public record Snapshot(StateVector states, IdSet deletes) {
  /** The moment before anything was written. */
  public static final Snapshot EMPTY = new Snapshot(StateVector.EMPTY, new IdSet());

  /**
   * Decodes a snapshot of format v1, the one that yjs calls by default.
   *
   * @throws MalformedUpdateException if the bytes are none
   */
  public static Snapshot decode(byte[] bytes) {
    Lib0Reader in = new Lib0Reader(bytes);
    IdSet deletes = IdSet.read(in);
    return readStates(in, deletes);
  }

  /**
   * Decodes a snapshot of format v2.
   *
   * @throws MalformedUpdateException if the bytes are none
   */
  public static Snapshot decodeV2(byte[] bytes) {
    Lib0Reader in = new Lib0Reader(bytes);
    IdSet deletes = DeleteSetV2.read(in);
    return readStates(in, deletes);
  }

  private static Snapshot readStates(Lib0Reader in, IdSet deletes) {
    StateVector states = StateVector.read(in);
    in.expectEnd();
    return new Snapshot(states, deletes);
  }

  /** The bytes of this snapshot in format v1. */
  public byte[] encode() {
    Lib0Writer out = new Lib0Writer();
    deletes.write(out);
    states.write(out);
    return out.toByteArray();
  }

  /** The bytes of this snapshot in format v2. */
  public byte[] encodeV2() {
    Lib0Writer out = new Lib0Writer();
    DeleteSetV2.write(out, deletes);
    states.write(out);
    return out.toByteArray();
  }

  /** Whether an id was there and not deleted. */
  public boolean shows(long client, long clock) {
    return clock < states.get(client) && !deletes.contains(client, clock);
  }

  /**
   * The first clock above another at which {@link #shows} may change its answer for a client;
   * {@link Long#MAX_VALUE} if there is none.
   */
  public long nextChange(long client, long clock) {
    long state = states.get(client);
    long next = state > clock ? state : Long.MAX_VALUE;
    Ranges ranges = deletes.rangesOf(client);
    if (ranges != null) {
      int index = ranges.floor(clock);
      if (index >= 0 && ranges.end(index) > clock) {
        next = Math.min(next, ranges.end(index));
      } else if (index + 1 < ranges.size()) {
        next = Math.min(next, ranges.start(index + 1));
      }
    }
    return next;
  }

  /**
   * Whether an update held nothing new at the moment.
   *
   * @param update an update of format v1
   * @throws MalformedUpdateException if it is none
   */
  public boolean containsUpdate(byte[] update) {
    StructReader in = new StructReader(update);
    boolean contained = true;
    for (Struct struct = in.next(); struct != null; struct = in.next()) {
      contained &= struct.end() <= states.get(struct.client());
    }
    return deletes.contains(in.readDeletes()) && contained;
  }

  /**
   * Whether an update held nothing new at the moment.
   *
   * @param update an update of format v2
   * @throws MalformedUpdateException if it is none
   */
  public boolean containsUpdateV2(byte[] update) {
    return containsUpdate(UpdatesV2.toV1(update));
  }
}
