package dev.quire.edge.channel;

import dev.quire.wire.Bytes;
import dev.quire.wire.session.ToOwner;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One client of a document: what it has been given, and what of its frames is unanswered. */
final class ChannelSession {
  /** A client's frame, until it is answered. */
  static final class Frame {
    final Bytes body;
    final boolean edit;

    /** Of an edit: as in {@link ToOwner.Edit}. */
    final long onlyAt;

    /** At the present owner, from 1; also the order in which the client sent them. */
    long number;

    Frame(Bytes body, boolean edit, long onlyAt) {
      this.body = body;
      this.edit = edit;
      this.onlyAt = onlyAt;
    }
  }

  /** The longest that {@link #patience} grows, as a multiple of what it begins with. */
  private static final int MAX_PATIENCE = 8;

  final Long id;
  final Right right;

  /** Its number at the present owner; 0 where it is open at none. */
  long number;

  /** Whether the owner has answered anything under this number. */
  boolean heard;

  /** The last frame sent under this number. */
  long lastFrame;

  /** What the last answer under this number went through. */
  long answeredThrough;

  /** The revision from which its opening asked fan-out to go on; -1 for the next one. */
  long openedFrom;

  /** Since when something is unanswered, or the owner was last heard of. */
  long waitingSince;

  /** When it was last probed, or could not be opened. */
  long askedAt;

  /** How many times {@link ChannelLimits#answerMillis} to wait for an answer. */
  int patience = 1;

  /** The revision through which it has been served; -1 before its first synchronisation. */
  long served = -1;

  /** The Yjs client id that it says is its own; -1 before. */
  long client = -1;

  /** How often in a row the owner has ended it for writing under another's client id. */
  int clientTaken;

  /** How many states are being written to its socket in parts. */
  int streaming;

  private final ArrayDeque<Frame> edits = new ArrayDeque<>();
  private final ArrayDeque<Frame> synchronisations = new ArrayDeque<>();

  ChannelSession(long id, Right right) {
    this.id = id;
    this.right = right;
  }

  boolean isOpen() {
    return number != 0;
  }

  boolean isSynchronised() {
    return served >= 0;
  }

  boolean isStreaming() {
    return streaming > 0;
  }

  boolean awaitsState() {
    return !synchronisations.isEmpty();
  }

  boolean awaitsAnswer() {
    return !edits.isEmpty() || !synchronisations.isEmpty();
  }

  Frame addEdit(Bytes update, long onlyAt, long now) {
    return add(new Frame(update, true, onlyAt), now);
  }

  Frame addSynchronisation(Bytes stateVector, long now) {
    return add(new Frame(stateVector, false, ToOwner.Edit.ANYWHERE), now);
  }

  private Frame add(Frame frame, long now) {
    if (!awaitsAnswer()) {
      waitingSince = now;
    }
    frame.number = ++lastFrame;
    (frame.edit ? edits : synchronisations).addLast(frame);
    return frame;
  }

  /** The number of the oldest unanswered state vector; above all numbers where there is none. */
  long oldestSynchronisation() {
    Frame oldest = synchronisations.peekFirst();
    return oldest == null ? Long.MAX_VALUE : oldest.number;
  }

  void takeSynchronisation() {
    synchronisations.removeFirst();
  }

  /** The oldest unanswered edit up to this number, taken out; null where there is none. */
  @Nullable Frame takeEdit(long through) {
    Frame oldest = edits.peekFirst();
    clientTaken = 0;
    return oldest == null || oldest.number > through ? null : edits.removeFirst();
  }

  /** Everything unanswered, in the client's order, numbered from 1 again. */
  List<Frame> renumber() {
    List<Frame> frames = new ArrayList<>(edits.size() + synchronisations.size());
    frames.addAll(edits);
    frames.addAll(synchronisations);
    frames.sort(Comparator.comparingLong(frame -> frame.number));
    lastFrame = 0;
    for (Frame frame : frames) {
      frame.number = ++lastFrame;
    }
    return frames;
  }

  /** What it waits for, it waits for since now. */
  void waitFrom(long now) {
    waitingSince = now;
    askedAt = now;
  }

  void heard(long now) {
    heard = true;
    waitingSince = now;
    patience = 1;
  }

  void loseMorePatience() {
    patience = Math.min(patience * 2, MAX_PATIENCE);
  }
}
