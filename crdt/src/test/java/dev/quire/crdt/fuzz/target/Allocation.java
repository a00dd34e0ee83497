package dev.quire.crdt.fuzz.target;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.Callable;

/** Measures what decoders allocate, and holds it against the size of their input. */
public final class Allocation {
  /** What any call may allocate besides: tables and arrays at their first size, exceptions. */
  public static final long BASE = 32 * 1024;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private Allocation() {}

  /** How many bytes a call allocates, whether it returns or throws. */
  public static long of(Callable<?> call) {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    try {
      call.call();
    } catch (Exception refused) {
      // What a refusal costs counts, too; whether it was right is for others to say.
      return THREADS.getCurrentThreadAllocatedBytes() - before;
    }
    return THREADS.getCurrentThreadAllocatedBytes() - before;
  }

  /**
   * Runs a decoder. If it allocates too much it is run a second time, since the first may have
   * loaded classes.
   *
   * @param size of the input, in bytes
   * @param multiple how many bytes it may allocate for each byte of the input
   * @throws AssertionError if it allocates more than that and {@link #BASE}
   */
  static <T> T within(String what, long size, long multiple, Callable<T> decoder) {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    try {
      return decoder.call();
    } catch (RuntimeException refused) {
      throw refused;
    } catch (Exception impossible) {
      throw new AssertionError(impossible);
    } finally {
      long most = BASE + multiple * size;
      if (THREADS.getCurrentThreadAllocatedBytes() - before > most) {
        require(what, size, of(decoder), most);
      }
    }
  }

  private static void require(String what, long size, long allocated, long most) {
    if (allocated > most) {
      throw new AssertionError(
          "%s allocates %d bytes for %d of input".formatted(what, allocated, size));
    }
  }
}
