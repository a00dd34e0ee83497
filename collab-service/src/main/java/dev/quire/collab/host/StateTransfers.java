package dev.quire.collab.host;

import dev.quire.wire.Bytes;
import dev.quire.wire.WireFailure;
import dev.quire.wire.doc.SnapshotFormat;
import dev.quire.wire.session.ReadState;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.OptionalLong;

/**
 * States too large for one message, on their way to edges that read them part by part. Several
 * transfers of the same bytes count once toward the bound.
 */
final class StateTransfers {
  /** A part as a rule, and the most that travels with the first message. */
  static final int CHUNK_BYTES = SnapshotFormat.CHUNK_BYTES;

  private static final long IDLE_MILLIS = 30_000;

  private static final class Transfer {
    final Bytes state;
    long usedAtMillis;

    Transfer(Bytes state, long nowMillis) {
      this.state = state;
      this.usedAtMillis = nowMillis;
    }
  }

  private final long maxBytes;
  private final int chunkBytes;
  private final Map<Long, Transfer> transfers = new HashMap<>();
  private final IdentityHashMap<byte[], Integer> users = new IdentityHashMap<>();
  private long bytes;
  private long last;

  StateTransfers(long maxBytes, int chunkBytes) {
    this.maxBytes = maxBytes;
    this.chunkBytes = chunkBytes;
  }

  /** The transfer's number; empty where the bound is reached. 0 for what fits one message. */
  OptionalLong begin(Bytes state, long nowMillis) {
    if (state.length() <= chunkBytes) {
      return OptionalLong.of(0);
    }
    boolean held = users.containsKey(state.array());
    if (!held && bytes + state.length() > maxBytes) {
      return OptionalLong.empty();
    }
    bytes += held ? 0 : state.length();
    users.merge(state.array(), 1, Integer::sum);
    transfers.put(++last, new Transfer(state, nowMillis));
    return OptionalLong.of(last);
  }

  Bytes head(Bytes state) {
    return state.slice(0, Math.min(state.length(), chunkBytes));
  }

  /**
   * The part at the offset; the last part ends the transfer.
   *
   * @throws WireFailure {@code NOT_FOUND} where there is no such transfer any more
   */
  ReadState.Chunk read(ReadState read, long nowMillis) {
    Transfer transfer = transfers.get(read.transfer());
    if (transfer == null || read.offset() < 0 || read.offset() >= transfer.state.length()) {
      throw new WireFailure(WireFailure.Code.NOT_FOUND, "The transfer is over. Synchronise again.");
    }
    transfer.usedAtMillis = nowMillis;
    int to = Math.min(transfer.state.length(), read.offset() + chunkBytes);
    if (to == transfer.state.length()) {
      transfers.remove(read.transfer());
      release(transfer);
    }
    return new ReadState.Chunk(transfer.state.slice(read.offset(), to));
  }

  /** Ends what nobody has asked for during 30 s. */
  void expire(long nowMillis) {
    for (Iterator<Transfer> all = transfers.values().iterator(); all.hasNext(); ) {
      Transfer transfer = all.next();
      if (nowMillis - transfer.usedAtMillis >= IDLE_MILLIS) {
        all.remove();
        release(transfer);
      }
    }
  }

  long heldBytes() {
    return bytes;
  }

  private void release(Transfer transfer) {
    byte[] array = transfer.state.array();
    int left = users.merge(array, -1, Integer::sum);
    if (left == 0) {
      users.remove(array);
      bytes -= array.length;
    }
  }
}
