package dev.quire.crdt.update;

import dev.quire.crdt.fault.MalformedUpdateException;
import dev.quire.crdt.id.IdSet;
import dev.quire.crdt.id.StateVector;
import dev.quire.crdt.lib0.Lib0Writer;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Operations on encoded updates that need no document. Pure; the arrays given are never changed.
 *
 * <p>All of them throw {@link MalformedUpdateException} for bytes that are no update.
 */
public final class Updates {
  private static final byte[] EMPTY = {0, 0};

  private Updates() {}

  /** An update that holds nothing; the caller's own array. */
  public static byte[] empty() {
    return EMPTY.clone();
  }

  /**
   * One update that does what all of these do, in whatever order and however often.
   *
   * <p>Structs of a client that follow one another and were typed as one are joined, what occurs
   * twice is written once, and what is missing between two structs of a client becomes a Skip.
   * Takes O(n log k) for n structs in k runs, and memory for the runs and the result only.
   *
   * @param updates if there is but one, it is returned itself, unread
   */
  public static byte[] merge(List<byte[]> updates) {
    if (updates.size() == 1) {
      return updates.get(0);
    }
    return mergeAll(updates, true);
  }

  /**
   * As {@link #merge}, but joins nothing: a document with pending parts keeps those in the pieces
   * in which they came, and so gives the same bytes whether it was loaded from these updates or
   * from what this makes of them.
   */
  public static byte[] mergeApart(List<byte[]> updates) {
    return mergeAll(updates, false);
  }

  private static byte[] mergeAll(List<byte[]> updates, boolean joins) {
    StructMerger merger = new StructMerger(joins);
    IdSet deleted = null;
    int size = 16;
    for (byte[] update : updates) {
      EncodedUpdate read = EncodedUpdate.read(update);
      merger.add(read.sections());
      deleted = union(deleted, read.deleteSet());
      size += update.length;
    }
    Lib0Writer out = new Lib0Writer(size);
    merger.write(out);
    if (deleted == null) {
      out.writeVarUint(0);
    } else {
      deleted.write(out);
    }
    return out.toByteArray();
  }

  private static @Nullable IdSet union(@Nullable IdSet ours, @Nullable IdSet more) {
    if (ours == null || more == null) {
      return ours == null ? more : ours;
    }
    ours.addAll(more);
    return ours;
  }

  /**
   * What of an update somebody lacks who has {@code known}: its structs from there on, a struct
   * that is known in part from within, and its whole delete set.
   */
  public static byte[] diff(byte[] update, StateVector known) {
    EncodedUpdate read = inOrder(update);
    Lib0Writer body = new Lib0Writer(update.length + 16);
    SectionWriter cut = new SectionWriter();
    int clients = 0;
    for (StructCursor section : read.sections()) {
      if (cut.writeRest(section, known.get(section.client()), body)) {
        clients++;
      }
    }
    Lib0Writer out = new Lib0Writer(body.size() + 16 + read.deleteSetLength());
    out.writeVarUint(clients);
    out.writeAll(body);
    read.writeDeleteSet(out);
    return out.toByteArray();
  }

  /**
   * How much of each client a document has that was made of this update alone, but for pendings.
   */
  public static StateVector stateVector(byte[] update) {
    List<StructCursor> sections = inOrder(update).sections();
    long[] clients = new long[sections.size()];
    long[] clocks = new long[sections.size()];
    int from = clients.length;
    for (StructCursor section : sections) {
      long end = section.endOfStart();
      if (end > 0) {
        from--;
        clients[from] = section.client();
        clocks[from] = end;
      }
    }
    return StateVector.ofSorted(
        Arrays.copyOfRange(clients, from, clients.length),
        Arrays.copyOfRange(clocks, from, clocks.length));
  }

  /** Whether an update holds neither structs nor deletes. */
  public static boolean isEmpty(byte[] update) {
    return EncodedUpdate.read(update).isEmpty();
  }

  /**
   * Clients descend in every update that yjs or Quire writes; any other order is put right first.
   */
  private static EncodedUpdate inOrder(byte[] update) {
    EncodedUpdate read = EncodedUpdate.read(update);
    return read.isInOrder() ? read : EncodedUpdate.read(mergeAll(List.of(update), true));
  }
}
