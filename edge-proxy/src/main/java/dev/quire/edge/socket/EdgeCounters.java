package dev.quire.edge.socket;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Metrics;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/** What a process's sockets count, all loops together. Safe from any thread. */
public final class EdgeCounters implements AutoCloseable {
  private final Census census = new Census();
  private final PartialMessages partialMessages = new PartialMessages();
  final LongAdder framesIn = new LongAdder();
  final LongAdder framesOut = new LongAdder();
  final LongAdder bytesOut = new LongAdder();

  private final MeterRegistry registry;
  private final List<Meter> meters = new ArrayList<>();

  public EdgeCounters() {
    this(Metrics.globalRegistry);
  }

  EdgeCounters(MeterRegistry registry) {
    this.registry = registry;
    meters.add(Gauge.builder("quire.edge.sockets", census, Census::sockets).register(registry));
    meters.add(
        Gauge.builder("quire.edge.sockets.unauthenticated", census, Census::strangers)
            .register(registry));
    meters.add(
        Gauge.builder("quire.edge.partial.bytes", partialMessages, PartialMessages::bytes)
            .register(registry));
    count("quire.edge.frames.received", framesIn);
    count("quire.edge.frames.sent", framesOut);
    count("quire.edge.bytes.sent", bytesOut);
  }

  private void count(String name, LongAdder adder) {
    meters.add(FunctionCounter.builder(name, adder, LongAdder::sum).register(registry));
  }

  /** Counts no more: the process's next edge has meters of its own. */
  @Override
  public void close() {
    meters.forEach(registry::remove);
  }

  /** How many sockets are open. */
  public int sockets() {
    return census.sockets();
  }

  /** Whose they are. */
  Census census() {
    return census;
  }

  /** What is held of their messages. */
  PartialMessages partialMessages() {
    return partialMessages;
  }

  /** A limit was reached: its setting's name without {@code QUIRE_LIMIT_}, in lower case. */
  public void limited(String limit) {
    registry.counter("quire.edge.limit.reached", "limit", limit).increment();
  }

  void closed(int code) {
    registry.counter("quire.edge.sockets.closed", "code", Integer.toString(code)).increment();
  }
}
