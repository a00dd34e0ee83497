package dev.quire.edge.socket;

import dev.quire.wire.Bytes;
import io.netty.buffer.ByteBuf;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One message for many sockets, encoded once for each way it is addressed: once for all of
 * y-websocket, once for each address that Hocuspocus clients use (most use the same). Closed when
 * all sockets have it.
 */
public final class EncodedFrames implements AutoCloseable {
  private final Bytes body;
  private final BiFunction<String, Bytes, byte[]> hocuspocus;
  private final Function<Bytes, byte[]> yWebsocket;

  private @Nullable ByteBuf plain;
  private @Nullable String lastAddress;
  private @Nullable ByteBuf last;
  private @Nullable Map<String, ByteBuf> others;

  /**
   * @param hocuspocus encodes for an address
   * @param yWebsocket encodes without one
   */
  EncodedFrames(
      Bytes body,
      BiFunction<String, Bytes, byte[]> hocuspocus,
      Function<Bytes, byte[]> yWebsocket) {
    this.body = body;
    this.hocuspocus = hocuspocus;
    this.yWebsocket = yWebsocket;
  }

  /** What the frames carry. */
  Bytes body() {
    return body;
  }

  /** The frame for a Hocuspocus client that addresses the document so. */
  ByteBuf addressed(String address) {
    ByteBuf frame = last;
    if (frame != null && address.equals(lastAddress)) {
      return frame;
    }
    ByteBuf next = frame == null ? encode(address) : other(address, frame);
    last = next;
    lastAddress = address;
    return next;
  }

  private ByteBuf other(String address, ByteBuf before) {
    Map<String, ByteBuf> known = others;
    if (known == null) {
      known = new HashMap<>();
      others = known;
    }
    if (lastAddress != null) {
      known.putIfAbsent(lastAddress, before);
    }
    return known.computeIfAbsent(address, this::encode);
  }

  private ByteBuf encode(String address) {
    return WebSocketBytes.message(hocuspocus.apply(address, body));
  }

  /** The frame for a y-websocket client. */
  ByteBuf plain() {
    ByteBuf frame = plain;
    if (frame == null) {
      frame = WebSocketBytes.message(yWebsocket.apply(body));
      plain = frame;
    }
    return frame;
  }

  @Override
  public void close() {
    if (plain != null) {
      plain.release();
    }
    if (others == null) {
      if (last != null) {
        last.release();
      }
    } else {
      others.values().forEach(ByteBuf::release);
    }
  }
}
