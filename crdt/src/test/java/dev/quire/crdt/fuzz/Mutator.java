package dev.quire.crdt.fuzz;

import java.util.List;
import java.util.Random;

/** Makes new inputs of old ones. */
interface Mutator {
  /**
   * A changed copy of an input.
   *
   * @param input what to change
   * @param other another input, to take parts from
   */
  byte[] mutate(byte[] input, byte[] other, Random random);

  /** Copies of an input from which something was taken out: larger parts first. */
  List<byte[]> smaller(byte[] input);
}
