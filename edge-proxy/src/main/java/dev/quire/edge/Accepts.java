package dev.quire.edge;

import dev.quire.edge.pace.Flow;
import dev.quire.edge.pace.Rate;
import dev.quire.edge.socket.EdgeCounters;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.util.AttributeKey;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.concurrent.TimeUnit;

/**
 * Takes connections from the kernel no faster than they may come, the others wait in its backlog,
 * where they cost nothing; and bounds what is read of each in one go. Sits at the listening
 * channel, which the loops of a process share and Vert.x does not show: it is found through the
 * first connection that it brings.
 *
 * <p>Threading: the listening channel's event loop.
 */
final class Accepts extends ChannelInboundHandlerAdapter {
  private static final AttributeKey<Boolean> FOUND = AttributeKey.valueOf(Accepts.class, "found");

  /**
   * What the kernel keeps of one connection that is not read. Netty reads all of it as soon as the
   * other side has gone, however slowly the connection was to be read: by default that is 6 MB of
   * each, and a hundred thousand frames.
   */
  private static final int KEPT_BYTES = 256 << 10;

  /** Read of one connection before the next has its turn: some hundred frames of a keystroke. */
  private static final int TURN_BYTES = 8 << 10;

  private static final int FIRST_BYTES = 1 << 10;
  private static final int LEAST_BYTES = 64;

  private final Flow flow;
  private final EdgeCounters counters;

  private Accepts(Rate rate, EdgeCounters counters) {
    this.flow = Flow.of(rate);
    this.counters = counters;
  }

  /** Bounds the channel that has brought this connection, unless it was found already. */
  static void bound(HttpConnection connection, Rate rate, EdgeCounters counters) {
    Channel channel = ((ConnectionBase) connection).channel();
    Channel listening = channel.parent();
    if (listening != null && listening.attr(FOUND).setIfAbsent(true) == null) {
      listening.config().setOption(ChannelOption.SO_RCVBUF, KEPT_BYTES);
      listening.pipeline().addFirst(new Accepts(rate, counters));
      bound(channel);
    }
  }

  private static void bound(Channel channel) {
    channel
        .config()
        .setRecvByteBufAllocator(
            new AdaptiveRecvByteBufAllocator(LEAST_BYTES, FIRST_BYTES, TURN_BYTES)
                .maxMessagesPerRead(1));
  }

  @Override
  @SuppressWarnings("FutureReturnValueIgnored") // Setting an option does not fail.
  public void channelRead(ChannelHandlerContext context, Object connection) {
    bound((Channel) connection);
    long nanos = flow.take(1);
    Channel listening = context.channel();
    if (nanos > 0 && listening.config().isAutoRead()) {
      counters.limited("accepts_per_second");
      listening.config().setAutoRead(false);
      context
          .executor()
          .schedule(() -> listening.config().setAutoRead(true), nanos, TimeUnit.NANOSECONDS);
    }
    context.fireChannelRead(connection);
  }
}
