package dev.quire.bench.crdt;

import com.sun.management.OperatingSystemMXBean;
import dev.quire.crdt.lib0.Json;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What the iterations of one case in one process came to: {@code node/crdt/measurement.mjs} in
 * Java. Not thread-safe.
 */
final class Measurement {
  private static final int MAX_ITERATIONS = 5_000;

  /** With fewer iterations, compilers may not be done yet. */
  private static final int FEW = 40;

  private static final int AGAIN = 5;
  private static final double LONG_MS = 15_000;
  private static final int DIGEST_DIGITS = 16;

  private final Map<String, List<Double>> samples = new LinkedHashMap<>();
  private final Map<String, Double> processor = new LinkedHashMap<>();
  private final Map<String, String> proofs = new LinkedHashMap<>();
  private int iterations;

  /**
   * Runs and times something, by the clock and by what the whole process used; returns what it
   * returns.
   */
  <T> T time(String metric, Supplier<T> work) {
    double cpu = processorMillis();
    long began = System.nanoTime();
    T result = work.get();
    add(metric, (System.nanoTime() - began) / 1e6);
    processor.merge(metric, processorMillis() - cpu, Double::sum);
    return result;
  }

  /** Times something that is short beside the rest of the iteration, some times over. */
  <T> T timeOften(String metric, Supplier<T> work) {
    for (int i = 1; i < AGAIN; i++) {
      time(metric, work);
    }
    return time(metric, work);
  }

  private static double processorMillis() {
    if (ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system) {
      return system.getProcessCpuTime() / 1e6;
    }
    throw new IllegalStateException("this JDK doesn't tell a process's processor time");
  }

  void add(String metric, double value) {
    samples(metric).add(value);
  }

  private List<Double> samples(String metric) {
    return samples.computeIfAbsent(metric, key -> new ArrayList<>());
  }

  /** Something that must come out the same in every engine; only looked at in the first round. */
  void prove(String name, Supplier<?> value) {
    if (iterations == 0) {
      Object result = value.get();
      byte[] bytes =
          result instanceof byte[] array
              ? array
              : (result instanceof String text ? text : Json.print(result))
                  .getBytes(StandardCharsets.UTF_8);
      proofs.put(name, digest(bytes));
    }
  }

  private static String digest(byte[] bytes) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
      return HexFormat.of().formatHex(hash).substring(0, DIGEST_DIGITS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /**
   * Iterates unmeasured for some processor time, and up to four times as long where that were only
   * a few iterations; the first iteration's figures, and whether they are all there will be: of
   * what is done once, and of what takes long. Processor time, since nothing gets warm while others
   * have the processor.
   */
  Map<String, Object> warm(Consumer<Measurement> iteration, double warmMs, boolean once) {
    double began = processorMillis();
    do {
      run(iteration);
    } while (!once && processorMillis() - began < (iterations < FEW ? 4 * warmMs : warmMs));
    Map<String, Object> first = new LinkedHashMap<>();
    samples.forEach((metric, values) -> first.put(metric, values.get(0)));
    boolean last = once || processorMillis() - began > LONG_MS;
    return Map.of("first", first, "proofs", proofs, "last", last);
  }

  /** One round: iterates for some processor time, at least once; the medians. */
  Map<String, Object> measure(Consumer<Measurement> iteration, double measureMs) {
    samples.clear();
    processor.clear();
    double from = processorMillis();
    int begun = iterations;
    do {
      run(iteration);
    } while (processorMillis() - from < measureMs && iterations - begun < MAX_ITERATIONS);
    Map<String, Object> medians = new LinkedHashMap<>();
    samples.forEach((metric, list) -> medians.put(metric, median(list)));
    // The processor's clock is coarse: only the sum over all samples tells anything.
    Map<String, Object> used = new LinkedHashMap<>();
    processor.forEach(
        (metric, sum) ->
            used.put(metric, Map.of("sum", sum, "samples", (long) samples(metric).size())));
    return Map.of("values", medians, "processor", used);
  }

  private void run(Consumer<Measurement> iteration) {
    iteration.accept(this);
    iterations++;
  }

  /** The figures there are. */
  Set<String> metrics() {
    return Collections.unmodifiableSet(samples.keySet());
  }

  /** Digests of what must be equal in every engine. */
  Map<String, String> proofs() {
    return Collections.unmodifiableMap(proofs);
  }

  private static double median(List<Double> values) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
