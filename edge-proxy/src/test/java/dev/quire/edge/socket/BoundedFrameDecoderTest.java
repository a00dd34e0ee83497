package dev.quire.edge.socket;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameEncoder;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BoundedFrameDecoderTest {
  private static final int MAX = 100_000;

  private final List<CorruptedWebSocketFrameException> violations = new ArrayList<>();
  private boolean mayBeRaised;
  private final BoundedFrameDecoder decoder =
      new BoundedFrameDecoder(MAX, false, () -> mayBeRaised, violations::add);
  private final EmbeddedChannel channel = new EmbeddedChannel(decoder);

  /** As clients mask them, by Netty's encoder. */
  private static byte[] encoded(WebSocketFrame... frames) {
    EmbeddedChannel encoder = new EmbeddedChannel(new WebSocket13FrameEncoder(true));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (WebSocketFrame frame : frames) {
      encoder.writeOutbound(frame);
      for (ByteBuf part = encoder.readOutbound(); part != null; part = encoder.readOutbound()) {
        bytes.writeBytes(ByteBufUtil.getBytes(part));
        part.release();
      }
    }
    return bytes.toByteArray();
  }

  private List<WebSocketFrame> read() {
    List<WebSocketFrame> frames = new ArrayList<>();
    for (WebSocketFrame frame = channel.readInbound();
        frame != null;
        frame = channel.readInbound()) {
      frames.add(frame);
    }
    return frames;
  }

  private static byte[] payload(Random random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  @Test
  void whateverItIsCutIntoItComesOutAsItWentIn() {
    Random random = new Random(11);
    ByteArrayOutputStream sent = new ByteArrayOutputStream();
    ByteArrayOutputStream payloads = new ByteArrayOutputStream();
    int messages = 0;
    int[] lengths = {0, 1, 7, 8, 9, 125, 126, 127, 8_191, 8_192, 8_193, 65_535, 65_536, 90_000};
    for (int round = 0; round < 5; round++) {
      for (int length : lengths) {
        byte[] bytes = payload(random, length);
        payloads.writeBytes(bytes);
        boolean inFragments = random.nextBoolean();
        sent.writeBytes(
            encoded(
                new BinaryWebSocketFrame(!inFragments, 0, Unpooled.wrappedBuffer(bytes)),
                new PingWebSocketFrame(Unpooled.EMPTY_BUFFER)));
        if (inFragments) {
          sent.writeBytes(encoded(new ContinuationWebSocketFrame(true, 0, Unpooled.EMPTY_BUFFER)));
        }
        messages++;
      }
    }
    byte[] all = sent.toByteArray();
    for (int at = 0; at < all.length; ) {
      int size =
          Math.min(all.length - at, 1 + random.nextInt(random.nextInt(10) == 0 ? 20_000 : 50));
      channel.writeInbound(Unpooled.copiedBuffer(all, at, size));
      at += size;
    }

    ByteArrayOutputStream seen = new ByteArrayOutputStream();
    int pings = 0;
    int finals = 0;
    boolean inside = false;
    for (WebSocketFrame frame : read()) {
      if (frame instanceof PingWebSocketFrame) {
        pings++;
        continue;
      }
      assertThat(frame instanceof ContinuationWebSocketFrame).isEqualTo(inside);
      inside = !frame.isFinalFragment();
      finals += frame.isFinalFragment() ? 1 : 0;
      assertThat(frame.content().readableBytes())
          .isLessThanOrEqualTo(BoundedFrameDecoder.PIECE_BYTES);
      seen.writeBytes(ByteBufUtil.getBytes(frame.content()));
    }
    assertThat(violations).isEmpty();
    assertThat(pings).isEqualTo(messages);
    assertThat(finals).isEqualTo(messages);
    assertThat(seen.toByteArray()).isEqualTo(payloads.toByteArray());
  }

  @Test
  void aLongFrameIsPassedOnBeforeItIsThereToItsEnd() {
    byte[] frame = encoded(new BinaryWebSocketFrame(Unpooled.wrappedBuffer(new byte[90_000])));

    channel.writeInbound(Unpooled.copiedBuffer(frame, 0, 40_000));

    assertThat(read()).hasSize(4).noneMatch(WebSocketFrame::isFinalFragment);
  }

  @Test
  void aFrameThatIsTooLongIsRefusedByItsLengthAlone() {
    byte[] frame = encoded(new BinaryWebSocketFrame(Unpooled.wrappedBuffer(new byte[MAX + 1])));

    channel.writeInbound(Unpooled.copiedBuffer(frame, 0, 10));

    assertThat(violations).hasSize(1);
    assertThat(violations.get(0).closeStatus()).isEqualTo(WebSocketCloseStatus.MESSAGE_TOO_BIG);
    channel.writeInbound(Unpooled.copiedBuffer(frame, 10, 1_000));
    assertThat(read()).isEmpty();
    assertThat(violations).hasSize(1);
  }

  @Test
  void itsBoundHoldsForFramesThatBeginAfterIt() {
    decoder.bound(10);
    channel.writeInbound(
        Unpooled.wrappedBuffer(
            encoded(new BinaryWebSocketFrame(Unpooled.wrappedBuffer(new byte[10])))));
    assertThat(read()).hasSize(1);

    channel.writeInbound(
        Unpooled.wrappedBuffer(
            encoded(new BinaryWebSocketFrame(Unpooled.wrappedBuffer(new byte[11])))));

    assertThat(read()).isEmpty();
    assertThat(decoder.isBroken()).isTrue();
  }

  /** What a client sends behind its token comes, in part, with the token. */
  @Test
  void aLongFrameWaitsUntilItIsKnownWhetherItMayCome() {
    byte[] frames = encoded(binary(new byte[3]), binary(new byte[MAX + 1]));
    AtomicInteger asked = new AtomicInteger();
    channel
        .pipeline()
        .addFirst(
            new ChannelOutboundHandlerAdapter() {
              @Override
              public void read(ChannelHandlerContext context) {
                asked.incrementAndGet();
              }
            });
    mayBeRaised = true;
    channel.config().setAutoRead(false);
    channel.writeInbound(Unpooled.copiedBuffer(frames, 0, 100));
    channel.writeInbound(Unpooled.copiedBuffer(frames, 100, 20_000));
    assertThat(read()).hasSize(1);
    assertThat(asked).hasValue(0);

    decoder.bound(MAX + 1);
    assertThat(read()).hasSize(2);
    channel.config().setAutoRead(true);
    channel.writeInbound(Unpooled.copiedBuffer(frames, 20_100, frames.length - 20_100));

    assertThat(read()).isNotEmpty();
    assertThat(violations).isEmpty();
  }

  @Test
  void aLongFrameThatIsThereToItsEndComesWhenItMay() {
    decoder.bound(10);
    mayBeRaised = true;
    channel.writeInbound(Unpooled.wrappedBuffer(encoded(binary(new byte[11]))));
    assertThat(read()).isEmpty();

    decoder.bound(11);

    assertThat(read()).hasSize(1);
  }

  @Test
  void aLongFrameThatWaitedInVainIsRefused() {
    byte[] frame = encoded(binary(new byte[MAX + 1]));
    mayBeRaised = true;
    channel.writeInbound(Unpooled.copiedBuffer(frame, 0, 100));
    assertThat(violations).isEmpty();

    mayBeRaised = false;
    channel.writeInbound(Unpooled.copiedBuffer(frame, 100, 100));

    assertThat(violations).hasSize(1);
    assertThat(read()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "8201", // not masked
        "c280", // compressed
        "8380", // no such opcode
        "8b80", // no such control frame
        "0980", // a ping in fragments
        "89fe", // a long ping
        "8080", // the end of nothing
        "82fe007d", // two bytes for a short length
        "82ff000000000000ffff", // eight bytes for less
        "82ff8000000000000000", // a negative length
        "88810000000000", // half a close code
        "8882000000000005", // a close code that does not exist
      })
  void whatBreaksTheProtocolIsToldOnceAndEndsIt(String bytes) {
    byte[] frame = ByteBufUtil.decodeHexDump(bytes);
    byte[] whole = new byte[frame.length + 20];
    System.arraycopy(frame, 0, whole, 0, frame.length);

    channel.writeInbound(Unpooled.wrappedBuffer(whole));
    channel.writeInbound(
        Unpooled.wrappedBuffer(
            encoded(new BinaryWebSocketFrame(Unpooled.wrappedBuffer(new byte[3])))));

    assertThat(violations).hasSize(1);
    assertThat(violations.get(0).closeStatus()).isEqualTo(WebSocketCloseStatus.PROTOCOL_ERROR);
    assertThat(read()).isEmpty();
  }

  @Test
  void aNewMessageInsideAnotherBreaksTheProtocol() {
    ByteBuf piece = Unpooled.wrappedBuffer(new byte[3]);
    channel.writeInbound(
        Unpooled.wrappedBuffer(
            encoded(
                new BinaryWebSocketFrame(false, 0, piece.copy()),
                new BinaryWebSocketFrame(true, 0, piece.copy()))));

    assertThat(violations).hasSize(1);
  }

  @Test
  void aCloseFrameIsPassedOnWithItsCode() {
    channel.writeInbound(Unpooled.wrappedBuffer(encoded(new CloseWebSocketFrame(1001, "bye"))));

    assertThat(read())
        .singleElement()
        .isInstanceOfSatisfying(
            CloseWebSocketFrame.class,
            close -> {
              assertThat(close.statusCode()).isEqualTo(1001);
              assertThat(close.reasonText()).isEqualTo("bye");
            });
  }

  @Test
  void noiseIsNeverMoreThanAViolation() {
    Random random = new Random(3);
    for (int i = 0; i < 20_000; i++) {
      EmbeddedChannel each =
          new EmbeddedChannel(new BoundedFrameDecoder(MAX, false, () -> false, violations::add));
      each.writeInbound(Unpooled.wrappedBuffer(payload(random, 1 + random.nextInt(40))));
      each.finishAndReleaseAll();
    }
    assertThat(violations).isNotEmpty();
  }

  @Test
  void ofASocketThatIsClosedNothingIsTakenButControlFrames() {
    byte[] long1 = payload(new Random(1), 50_000);
    byte[] bytes =
        encoded(
            binary(long1),
            binary(new byte[0]),
            new PingWebSocketFrame(),
            binary(long1),
            new CloseWebSocketFrame(1000, ""));
    channel.writeInbound(Unpooled.copiedBuffer(bytes, 0, 20_000));
    assertThat(read()).isNotEmpty();

    decoder.deafen();
    for (int i = 20_000; i < bytes.length; i += 1_000) {
      channel.writeInbound(Unpooled.copiedBuffer(bytes, i, Math.min(1_000, bytes.length - i)));
    }

    List<WebSocketFrame> heard = read();
    assertThat(heard).hasSize(2);
    assertThat(heard.get(0)).isInstanceOf(PingWebSocketFrame.class);
    assertThat(heard.get(1)).isInstanceOf(CloseWebSocketFrame.class);
    assertThat(violations).isEmpty();
  }

  private static BinaryWebSocketFrame binary(byte[] payload) {
    return new BinaryWebSocketFrame(Unpooled.wrappedBuffer(payload));
  }
}
