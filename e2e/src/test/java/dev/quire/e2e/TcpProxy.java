package dev.quire.e2e;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Passes connections on to a port of this machine, and can be told to fail as networks do. Safe
 * from any thread.
 */
final class TcpProxy implements AutoCloseable {
  /** What becomes of connections and of what is sent through them. */
  enum Mode {
    /** Passed on. */
    OPEN,
    /** A cut cable: nothing arrives and nobody is told; what was sent arrives when it is mended. */
    SILENT,
    /** Connections that are there are closed, new ones at once. */
    REFUSING
  }

  private final Vertx vertx;
  private final NetClient client;
  private final NetServer server;
  private final Supplier<Optional<Integer>> target;
  private final Set<Link> links = ConcurrentHashMap.newKeySet();
  private volatile Mode mode = Mode.OPEN;
  private volatile long delayMillis;

  /**
   * @param target the port that a new connection goes to; none refuses it
   */
  TcpProxy(Vertx vertx, Supplier<Optional<Integer>> target) throws Exception {
    this.vertx = vertx;
    this.target = target;
    this.client = vertx.createNetClient();
    this.server = vertx.createNetServer().connectHandler(this::accepted);
    server
        .listen(0, "127.0.0.1")
        .toCompletionStage()
        .toCompletableFuture()
        .get(10, TimeUnit.SECONDS);
  }

  int port() {
    return server.actualPort();
  }

  void set(Mode next) {
    mode = next;
    links.forEach(link -> link.context.runOnContext(now -> link.changed()));
  }

  /** Each piece that the target answers with comes so much later. */
  void delay(long millis) {
    delayMillis = millis;
  }

  private void accepted(NetSocket near) {
    new Link(near).begin();
  }

  @Override
  public void close() {
    client.close();
    server.close();
  }

  /** One connection and its continuation; lives on the accepted socket's event loop. */
  private final class Link {
    private final NetSocket near;
    private final Context context = Vertx.currentContext();
    private @Nullable NetSocket far;
    private boolean isConnecting;
    private boolean isClosed;

    Link(NetSocket near) {
      this.near = near;
    }

    void begin() {
      links.add(this);
      near.pause();
      near.closeHandler(end -> end());
      near.exceptionHandler(fault -> end());
      changed();
    }

    void changed() {
      switch (mode) {
        case REFUSING -> end();
        case SILENT -> {
          near.pause();
          if (far != null) {
            far.pause();
          }
        }
        case OPEN -> {
          if (far == null) {
            connect();
          } else {
            near.resume();
            far.resume();
          }
        }
      }
    }

    private void connect() {
      Optional<Integer> port = target.get();
      if (port.isEmpty()) {
        end();
        return;
      }
      if (isConnecting) {
        return;
      }
      isConnecting = true;
      client.connect(port.get(), "127.0.0.1").onSuccess(this::connected).onFailure(none -> end());
    }

    private void connected(NetSocket socket) {
      far = socket;
      socket.closeHandler(end -> end());
      socket.exceptionHandler(fault -> end());
      if (isClosed) {
        socket.close();
        return;
      }
      near.handler(bytes -> pass(bytes, near, socket));
      socket.handler(bytes -> later(bytes, socket));
      changed();
    }

    /** Timers of one delay fire in the order in which they were set. */
    private void later(Buffer bytes, NetSocket from) {
      if (delayMillis == 0) {
        pass(bytes, from, near);
      } else {
        vertx.setTimer(delayMillis, late -> pass(bytes, from, near));
      }
    }

    private void pass(Buffer bytes, NetSocket from, NetSocket to) {
      if (isClosed) {
        return;
      }
      to.write(bytes);
      if (to.writeQueueFull()) {
        from.pause();
        to.drainHandler(
            room -> {
              if (mode == Mode.OPEN) {
                from.resume();
              }
            });
      }
    }

    private void end() {
      if (isClosed) {
        return;
      }
      isClosed = true;
      links.remove(this);
      near.close();
      if (far != null) {
        far.close();
      }
    }
  }
}
