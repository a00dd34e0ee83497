package dev.quire.bench.crdt;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** How much heap something keeps, told by the heap before and after making many of it. */
final class RetainedHeap {
  private static final int COLLECTIONS = 4;

  private RetainedHeap() {}

  /** Bytes of one thing, after a first one has paid for what all of them share. */
  static double of(Supplier<Object> make, int copies) {
    List<Object> kept = new ArrayList<>(copies + 1);
    kept.add(make.get());
    try {
      long before = used();
      for (int i = 0; i < copies; i++) {
        kept.add(make.get());
      }
      return (used() - before) / (double) copies;
    } finally {
      Reference.reachabilityFence(kept);
    }
  }

  private static long used() {
    MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
    for (int i = 0; i < COLLECTIONS; i++) {
      memory.gc();
    }
    return memory.getHeapMemoryUsage().getUsed();
  }
}
