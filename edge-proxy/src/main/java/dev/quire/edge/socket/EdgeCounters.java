package dev.quire.edge.socket;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Metrics;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.ToIntFunction;

/** What a process's sockets count, all loops together. Safe from any thread. */
public final class EdgeCounters implements AutoCloseable {
  private final Census census = new Census();
  private final PartialMessages partialMessages = new PartialMessages();
  final LongAdder framesIn = new LongAdder();
  final LongAdder framesOut = new LongAdder();
  final LongAdder bytesOut = new LongAdder();

  private final MeterRegistry registry;
  private final List<Meter> meters = new ArrayList<>();
  private final ConcurrentMap<String, Held> held = new ConcurrentHashMap<>();

  // The registry takes as long to find a counter as a refusal takes otherwise.
  private final ConcurrentMap<String, Counter> limits = new ConcurrentHashMap<>();
  private final ConcurrentMap<Integer, Counter> closes = new ConcurrentHashMap<>();

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
    held("documents", Held::documents);
    held("sessions", Held::sessions);
    held("presences", Held::presences);
    held("joins", Held::joins);
    held("upgrades", Held::upgrades);
    meters.add(
        Gauge.builder("quire.edge.held", census, Census::users)
            .tag("of", "users")
            .register(registry));
    meters.add(
        Gauge.builder("quire.edge.held", census, Census::addresses)
            .tag("of", "addresses")
            .register(registry));
    count("quire.edge.frames.received", framesIn);
    count("quire.edge.frames.sent", framesOut);
    count("quire.edge.bytes.sent", bytesOut);
  }

  private void count(String name, LongAdder adder) {
    meters.add(FunctionCounter.builder(name, adder, LongAdder::sum).register(registry));
  }

  private void held(String what, ToIntFunction<Held> number) {
    meters.add(
        Gauge.builder("quire.edge.held", this, all -> number.applyAsInt(all.held()))
            .tag("of", what)
            .register(registry));
  }

  private Held held() {
    return held.values().stream().reduce(Held.NOTHING, Held::and);
  }

  /** What a loop holds now; until it says something else. */
  public void holds(String loop, Held now) {
    held.put(loop, now);
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
    limits
        .computeIfAbsent(limit, name -> registry.counter("quire.edge.limit.reached", "limit", name))
        .increment();
  }

  void closed(int code) {
    closes
        .computeIfAbsent(
            code,
            each -> registry.counter("quire.edge.sockets.closed", "code", Integer.toString(each)))
        .increment();
  }
}
