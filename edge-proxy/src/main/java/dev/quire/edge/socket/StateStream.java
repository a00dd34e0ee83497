package dev.quire.edge.socket;

import dev.quire.edge.channel.Effect;
import dev.quire.wire.Bytes;
import dev.quire.wire.session.ToEdge;

/**
 * Writes one state: SyncStep2 with what the client lacks, and behind it SyncStep1 with what the
 * owner has. A state of one chunk is written at once; a longer one part by part, each asked for
 * when the one before it has been sent.
 */
final class StateStream {
  private final ClientSocket socket;
  private final Effect.Synchronise effect;
  private final byte[] head;
  private final byte[] behind;
  private final Runnable written;
  private final Runnable sent;
  private int offset;

  /**
   * @param head of the SyncStep2, before the update
   * @param behind the SyncStep1
   * @param written run when a state in parts has been written
   * @param sent run when all of it has been sent, or the socket is gone
   */
  StateStream(
      ClientSocket socket,
      Effect.Synchronise effect,
      byte[] head,
      byte[] behind,
      Runnable written,
      Runnable sent) {
    this.socket = socket;
    this.effect = effect;
    this.head = head;
    this.behind = behind;
    this.written = written;
    this.sent = sent;
  }

  void begin() {
    ToEdge.Synchronised state = effect.state();
    if (state.head().length() < state.length()) {
      socket.writer.stream(this::first);
    } else if (socket.writer.isStreaming()) {
      socket.writer.write(WebSocketBytes.message(head, state.head().array()));
      socket.writer.write(WebSocketBytes.message(behind));
      sent.run();
    } else {
      whole(state);
    }
  }

  /** The client takes its state before anything more of it is read. */
  private void whole(ToEdge.Synchronised state) {
    Reading reading = socket.reading;
    socket.writer.writeExempt(
        WebSocketBytes.message(head, state.head().array()), StateStream::nothing);
    boolean isBehind = !socket.writer.channel().isWritable();
    if (isBehind) {
      reading.stop(Reading.Reason.OUTPUT);
    }
    socket.writer.writeExempt(
        WebSocketBytes.message(behind),
        () -> {
          if (isBehind) {
            reading.goOn(Reading.Reason.OUTPUT);
          }
          sent.run();
        });
  }

  private static void nothing() {}

  private void first() {
    Bytes chunk = effect.state().head();
    offset = chunk.length();
    socket.writer.writeExempt(WebSocketBytes.first(head, chunk.array()), this::next);
  }

  private void next() {
    if (socket.isClosing()) {
      return;
    }
    socket
        .loop
        .owners()
        .readState(effect.process(), effect.lane(), effect.state().transfer(), offset)
        .onComplete(this::part, fault -> broken());
  }

  private void part(Bytes chunk) {
    int length = effect.state().length();
    if (socket.isClosing()) {
      return;
    }
    if (chunk.isEmpty() || chunk.length() > length - offset) {
      broken();
      return;
    }
    offset += chunk.length();
    boolean last = offset == length;
    socket.writer.writeExempt(
        WebSocketBytes.next(last, chunk.array()), last ? StateStream::nothing : this::next);
    if (last) {
      socket.writer.writeExempt(WebSocketBytes.message(behind), sent);
      socket.writer.streamEnded();
      written.run();
    }
  }

  /** Half a message can't be taken back. */
  private void broken() {
    socket.close(CloseCode.LOST_PLACE, "The state could not be read to its end. Reconnect.");
  }
}
