package dev.quire.edge.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Over real sockets: what the kernel says of a connection decides. */
class UnreadEndTest {
  private static final int TURN = 1 << 10;
  private static final byte[] MANY_TURNS = new byte[20 * TURN];

  private final EventLoopGroup loop =
      new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
  private final CompletableFuture<Channel> accepted = new CompletableFuture<>();
  private final AtomicInteger received = new AtomicInteger();
  private Socket client;
  private Channel server;

  /** Counts what comes; asks for more, as a decoder with half of a frame does, if it is to. */
  private final class Counting extends ChannelInboundHandlerAdapter {
    @Override
    public void channelActive(ChannelHandlerContext context) {
      accepted.complete(context.channel());
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object bytes) {
      received.addAndGet(((ByteBuf) bytes).readableBytes());
      ((ByteBuf) bytes).release();
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
      if (asks) {
        context.read();
      }
    }
  }

  private volatile boolean asks;

  @BeforeEach
  void connect() throws Exception {
    Channel listening =
        new ServerBootstrap()
            .group(loop)
            .channel(EpollServerSocketChannel.class)
            .childOption(
                ChannelOption.RECVBUF_ALLOCATOR,
                new FixedRecvByteBufAllocator(TURN).maxMessagesPerRead(1))
            .childHandler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    channel.pipeline().addLast(new UnreadEnd(), new Counting());
                  }
                })
            .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .sync()
            .channel();
    client =
        new Socket(
            InetAddress.getLoopbackAddress(),
            ((InetSocketAddress) listening.localAddress()).getPort());
    server = accepted.get();
  }

  @AfterEach
  void end() throws Exception {
    client.close();
    loop.shutdownGracefully(0, 0, TimeUnit.SECONDS).sync();
  }

  private void isNotRead() throws Exception {
    server.eventLoop().submit(() -> server.config().setAutoRead(false)).sync();
  }

  private void send() throws Exception {
    client.getOutputStream().write(MANY_TURNS);
    client.getOutputStream().flush();
  }

  @Test
  void whatSomebodyWhoIsGoneLeftIsNotRead() throws Exception {
    isNotRead();
    send();
    client.close();

    await().until(() -> !server.isOpen());
    assertThat(received).hasValue(0);
  }

  @Test
  void whoIsThereIsReadAsFarAsADecoderAsks() throws Exception {
    isNotRead();
    asks = true;
    server.read();
    send();

    await().until(() -> received.get() == MANY_TURNS.length);
    assertThat(server.isOpen()).isTrue();
  }

  @Test
  void whatSomebodyLeftWhoWasReadIsReadToItsEnd() throws Exception {
    send();
    client.close();

    await().until(() -> !server.isOpen());
    assertThat(received).hasValue(MANY_TURNS.length);
  }

  @Test
  void whoIsReadAgainBeforeHeLeavesLosesNothing() throws Exception {
    isNotRead();
    send();
    server.eventLoop().submit(() -> server.config().setAutoRead(true)).sync();
    await().until(() -> received.get() == MANY_TURNS.length);
    client.close();

    await().until(() -> !server.isOpen());
  }
}
