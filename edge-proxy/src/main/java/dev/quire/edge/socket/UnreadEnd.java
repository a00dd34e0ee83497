package dev.quire.edge.socket;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.util.ReferenceCountUtil;

/**
 * Closes a connection whose other side has gone while it was not to be read, at the first bytes
 * that come of it nevertheless.
 *
 * <p>Netty's epoll, when it hears that the other side is gone, reads to the end of what the kernel
 * keeps, by tasks that put themselves into the line again and let no other connection be heard in
 * between. Fifty who flooded and left at once took a loop for a quarter of a second, for frames
 * that Vert.x would have forgotten at that end. Whoever is still there is read as before: a decoder
 * asks for the rest of what it has half of, and a loop may have a read under way when another
 * connection's message stops this one.
 */
final class UnreadEnd extends ChannelInboundHandlerAdapter {
  /** {@code TCP_ESTABLISHED} of Linux' {@code tcp_states.h}: neither side has ended its half. */
  private static final int ESTABLISHED = 1;

  private boolean ended;

  @Override
  @SuppressWarnings("FutureReturnValueIgnored") // The socket hears of its end.
  public void channelRead(ChannelHandlerContext context, Object bytes) {
    Channel channel = context.channel();
    if (!ended && !channel.config().isAutoRead() && hasLeft(channel)) {
      ended = true;
      context.close();
    }
    if (ended) {
      ReferenceCountUtil.release(bytes);
    } else {
      context.fireChannelRead(bytes);
    }
  }

  /** Other transports read nothing by themselves. */
  private static boolean hasLeft(Channel channel) {
    return channel instanceof EpollSocketChannel socket
        && socket.isOpen()
        && socket.tcpInfo().state() != ESTABLISHED;
  }
}
