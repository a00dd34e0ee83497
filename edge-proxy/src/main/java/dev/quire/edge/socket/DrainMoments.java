package dev.quire.edge.socket;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * When each socket of an edge that goes is told to reconnect: at moments drawn evenly, so that the
 * other edges meet a stream of clients and no crowd, and clients whose delays are alike don't come
 * back together. Few sockets go fast, many within the time that there is.
 */
final class DrainMoments {
  /** What the other edges can be asked to take in, as a rule: one client in so many. */
  static final long MILLIS_A_SOCKET = 2;

  private DrainMoments() {}

  /**
   * Milliseconds from the beginning, in their order, one for each socket.
   *
   * @param withinMillis the last is not later
   */
  static long[] of(int sockets, long withinMillis, RandomGenerator random) {
    long window = Math.min(withinMillis, sockets * MILLIS_A_SOCKET);
    long[] moments = new long[sockets];
    for (int i = 0; i < sockets; i++) {
      moments[i] = random.nextLong(window + 1);
    }
    Arrays.sort(moments);
    return moments;
  }
}
