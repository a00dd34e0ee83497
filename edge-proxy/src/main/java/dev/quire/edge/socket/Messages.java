package dev.quire.edge.socket;

import io.vertx.core.http.WebSocketFrame;
import org.jspecify.annotations.Nullable;

/** Puts one client's frames together to messages, none longer than it may be. */
final class Messages {
  /** What a frame counts for at least, however little is in it. */
  private static final int FRAME_COST_BYTES = 64;

  private final ClientSocket socket;
  private final Intake intake;
  private @Nullable PartialMessage partial;

  /** Whether the message that has begun is one of permessage-deflate. */
  private boolean isPacked;

  Messages(ClientSocket socket, Intake intake) {
    this.socket = socket;
    this.intake = intake;
  }

  void onFrame(WebSocketFrame frame) {
    if (socket.isClosing() || !(frame.isBinary() || frame.isContinuation() || frame.isText())) {
      return;
    }
    if (!frame.isContinuation()) {
      isPacked = frame.isText();
    }
    byte[] bytes = frame.binaryData().getBytes();
    intake.bytes(Math.max(bytes.length, FRAME_COST_BYTES));
    if (socket.isClosing()) {
      return;
    }
    if (partial == null && frame.isFinal()) {
      whole(bytes);
    } else {
      piece(bytes, frame.isFinal());
    }
  }

  private void piece(byte[] bytes, boolean isLast) {
    boolean isKnown = socket.isAuthenticated();
    PartialMessage begun = partial;
    if (begun == null) {
      begun =
          new PartialMessage(
              socket.loop.counters().partialMessages(), isKnown, socket.maxMessageBytes());
      partial = begun;
    }
    if ((long) begun.bytes() + bytes.length > socket.maxMessageBytes()) {
      socket.tooLarge();
    } else if (!begun.add(bytes, socket.limits.partialBytes(isKnown))) {
      socket.refuse(
          "partial_bytes", CloseCode.OVERLOADED, "Too busy for long messages. Try again later.");
    } else if (isLast) {
      byte[] message = begun.whole();
      drop();
      whole(message);
    }
  }

  private void whole(byte[] message) {
    socket.loop.counters().framesIn.increment();
    if (message.length > socket.maxMessageBytes()) {
      socket.tooLarge();
    } else if (isPacked) {
      unpack(message);
    } else {
      socket.onMessage(message);
    }
  }

  /** What comes out is held to what a message may have, and counts as if it had come so. */
  private void unpack(byte[] packed) {
    byte[] message;
    try {
      message = Inflation.inflate(packed, socket.maxMessageBytes());
    } catch (Inflation.Refused refused) {
      if (refused.isTooLong()) {
        socket.tooLarge();
      } else {
        socket.refuse("malformed", CloseCode.MALFORMED, "A message is not compressed correctly.");
      }
      return;
    }
    intake.bytes(Math.max(0, message.length - packed.length));
    if (!socket.isClosing()) {
      socket.onMessage(message);
    }
  }

  /** Lets go of a message that has not come whole. */
  void drop() {
    if (partial != null) {
      partial.release();
      partial = null;
    }
  }
}
