package dev.quire.wire;

import java.util.Arrays;

/**
 * Bytes with the equality of a value. Wraps without copying: whoever hands an array over, or takes
 * one out with {@link #array()}, must not write to it any more.
 */
public final class Bytes {
  public static final Bytes EMPTY = new Bytes(new byte[0]);

  private final byte[] array;

  private Bytes(byte[] array) {
    this.array = array;
  }

  /** The array itself, not a copy. */
  public static Bytes of(byte[] array) {
    return array.length == 0 ? EMPTY : new Bytes(array);
  }

  /** The array itself, not a copy: for reading only. */
  public byte[] array() {
    return array;
  }

  public int length() {
    return array.length;
  }

  public boolean isEmpty() {
    return array.length == 0;
  }

  /** A copy of the bytes from {@code from} up to, not including, {@code to}. */
  public Bytes slice(int from, int to) {
    return from == 0 && to == array.length ? this : of(Arrays.copyOfRange(array, from, to));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bytes bytes && Arrays.equals(array, bytes.array);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(array);
  }

  /** The length only: contents belong to people and stay out of logs. */
  @Override
  public String toString() {
    return array.length + " bytes";
  }
}
