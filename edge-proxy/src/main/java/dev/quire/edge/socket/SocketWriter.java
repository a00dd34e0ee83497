package dev.quire.edge.socket;

import dev.quire.edge.loop.Turn;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What goes out on one socket: whole WebSocket frames, flushed once a turn.
 *
 * <p>Bounded: when more than {@code maxBytes} are unsent, {@code overflow} is run, which closes the
 * socket. States are exempt, as they are written no faster than they are sent: small ones are not
 * counted, large ones go out in parts, and while one does, other messages wait behind it (a
 * message's parts may not be mixed with another's) and count.
 */
final class SocketWriter {
  private static final Logger log = LoggerFactory.getLogger(SocketWriter.class);

  private final ChannelHandlerContext encoder;
  private final Turn turn;
  private final EdgeCounters counters;
  private final int maxBytes;
  private final Runnable overflow;

  /** Frames ({@link ByteBuf}) and beginnings of states ({@link Runnable}) that wait their turn. */
  private final ArrayDeque<Object> behind = new ArrayDeque<>();

  private long behindBytes;
  private long exemptBytes;
  private boolean streaming;
  private boolean flushAtEnd;
  private boolean closed;

  /**
   * @param encoder the frame encoder's place in the pipeline: writes begin below it
   */
  SocketWriter(
      ChannelHandlerContext encoder,
      Turn turn,
      EdgeCounters counters,
      int maxBytes,
      Runnable overflow) {
    this.encoder = encoder;
    this.turn = turn;
    this.counters = counters;
    this.maxBytes = maxBytes;
    this.overflow = overflow;
  }

  /** Unsent bytes, states left out. */
  long unsent() {
    ChannelOutboundBuffer buffer = channel().unsafe().outboundBuffer();
    long queued = buffer == null ? 0 : buffer.totalPendingWriteBytes();
    return Math.max(0, queued - exemptBytes) + behindBytes;
  }

  /** Whether little enough is unsent for presence, which may as well be left out. */
  boolean hasRoomForPresence() {
    if (closed) {
      return false;
    }
    boolean hasRoom = unsent() < maxBytes / 2;
    if (!hasRoom) {
      counters.limited("awareness_output");
    }
    return hasRoom;
  }

  /** Takes the frame over. */
  void write(ByteBuf frame) {
    if (closed) {
      frame.release();
      return;
    }
    if (streaming) {
      behindBytes += frame.readableBytes();
      behind.addLast(frame);
    } else {
      put(frame);
    }
    if (unsent() > maxBytes) {
      overflow.run();
    }
  }

  /** Writes memory that others write too. */
  void writeShared(ByteBuf frame) {
    write(frame.retainedDuplicate());
  }

  /**
   * Part of a state: not counted.
   *
   * @param sent run when it has been sent, or the socket is gone
   */
  void writeExempt(ByteBuf frame, Runnable sent) {
    int size = frame.readableBytes();
    exemptBytes += size;
    counters.framesOut.increment();
    counters.bytesOut.add(size);
    encoder
        .write(frame)
        .addListener(
            done -> {
              exemptBytes -= size;
              sent.run();
            });
    flushAtEnd();
  }

  boolean isStreaming() {
    return streaming;
  }

  /** Begins a message in parts, now or when those before it are over. */
  void stream(Runnable begin) {
    if (closed) {
      return;
    }
    if (streaming) {
      behind.addLast(begin);
    } else {
      streaming = true;
      begin.run();
    }
  }

  /** The message in parts is over: what waits behind it goes on. */
  void streamEnded() {
    streaming = false;
    while (!streaming && !closed && !behind.isEmpty()) {
      Object next = behind.removeFirst();
      if (next instanceof ByteBuf frame) {
        behindBytes -= frame.readableBytes();
        put(frame);
      } else {
        streaming = true;
        ((Runnable) next).run();
      }
    }
  }

  /** A write that fails closes the channel, and the socket hears of that: nobody asks twice. */
  @SuppressWarnings("FutureReturnValueIgnored")
  private void put(ByteBuf frame) {
    counters.framesOut.increment();
    counters.bytesOut.add(frame.readableBytes());
    encoder.write(frame, encoder.voidPromise());
    flushAtEnd();
  }

  private void flushAtEnd() {
    if (!flushAtEnd) {
      flushAtEnd = true;
      turn.atEnd(this::flush);
    }
  }

  private void flush() {
    flushAtEnd = false;
    encoder.flush();
  }

  /** A control frame: it may go between the parts of a message. */
  @SuppressWarnings("FutureReturnValueIgnored") // as above
  void control(ByteBuf frame) {
    if (closed) {
      frame.release();
      return;
    }
    encoder.writeAndFlush(frame, encoder.voidPromise());
  }

  /** Closes the connection at once: from below Vert.x, which would wait for the client's answer. */
  void abort() {
    discard();
    encoder.close().addListener(done -> log.debug("event=socket-aborted"));
  }

  /** The socket is gone, or told to go: nothing is written any more. */
  void discard() {
    closed = true;
    behind.forEach(ReferenceCountUtil::release);
    behind.clear();
    behindBytes = 0;
  }

  Channel channel() {
    return encoder.channel();
  }
}
