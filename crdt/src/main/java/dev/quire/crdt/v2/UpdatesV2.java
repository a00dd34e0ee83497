package dev.quire.crdt.v2;

import dev.quire.crdt.fault.MalformedUpdateException;
import dev.quire.crdt.id.StateVector;
import dev.quire.crdt.update.Updates;
import java.util.List;

/**
 * Operations on encoded updates of format v2 that need no document. Pure; the arrays given are
 * never changed.
 *
 * <p>All of them throw {@link MalformedUpdateException} for bytes that are no update, and for those
 * that expand to more than {@link #expansionLimit} in format v1.
 */
public final class UpdatesV2 {
  /** Small updates may expand to this many bytes of format v1. */
  private static final long MIN_EXPANSION_LIMIT = 256L << 10;

  /** Larger ones to this many times their size. */
  private static final long MAX_EXPANSION = 64;

  private UpdatesV2() {}

  /**
   * The update in format v2: {@code convertUpdateFormatV1ToV2} of yjs.
   *
   * @param update an update of format v1
   */
  public static byte[] fromV1(byte[] update) {
    return new FromV1(update, false).run();
  }

  /**
   * What a document itself encodes, in format v2: {@code encodeStateAsUpdateV2} and the {@code
   * updateV2} event of yjs. It differs from {@link #fromV1} in one bit of some entries of maps,
   * which yjs keeps when it encodes a document and loses when it converts.
   *
   * @param state what the document encodes to in format v1
   */
  public static byte[] ofState(byte[] state) {
    return new FromV1(state, true).run();
  }

  /**
   * The update in format v1: {@code convertUpdateFormatV2ToV1} of yjs.
   *
   * @param update an update of format v2
   */
  public static byte[] toV1(byte[] update) {
    return toV1(update, expansionLimit(update));
  }

  /**
   * The update in format v1, with a limit of the caller's.
   *
   * @param update an update of format v2
   * @param maxSize how many bytes its structs may take in format v1; a run of a few bytes in v2 may
   *     stand for any number of them
   */
  public static byte[] toV1(byte[] update, long maxSize) {
    return new ToV1(update, maxSize).run();
  }

  /**
   * To how many bytes of format v1 an update may expand unless the caller says otherwise: 64 times
   * its size, and 256 KiB if that is more. Text typed backwards and deleted can expand ten thousand
   * times; 256 KiB are some twenty-five thousand keystrokes of that in a row.
   */
  public static long expansionLimit(byte[] update) {
    return Math.max(MIN_EXPANSION_LIMIT, MAX_EXPANSION * update.length);
  }

  /**
   * One update that does what all of these do; see {@link Updates#merge}.
   *
   * @param updates if there is but one, it is returned itself, unread
   */
  public static byte[] merge(List<byte[]> updates) {
    if (updates.size() == 1) {
      return updates.get(0);
    }
    return fromV1(Updates.merge(updates.stream().map(UpdatesV2::toV1).toList()));
  }

  /** What of an update somebody lacks who has {@code known}; see {@link Updates#diff}. */
  public static byte[] diff(byte[] update, StateVector known) {
    return fromV1(Updates.diff(toV1(update), known));
  }

  /** How much of each client the update holds from the start; see {@link Updates#stateVector}. */
  public static StateVector stateVector(byte[] update) {
    return Updates.stateVector(toV1(update));
  }
}
