package dev.quire.crdt.lib0;

import java.math.BigInteger;

/**
 * The decimal of fewest digits that reads back as the same double and, of those, the nearest: the
 * digits that ECMAScript prints.
 *
 * <p>Schubfach (R. Giulietti, "The Schubfach way to render doubles", 2020), without its rule that
 * at least two digits are found. Takes a few multiplications and no memory, whereas exact decimals
 * of large and small doubles have hundreds of digits: text of five bytes would cost 40 KB.
 *
 * @param digits without trailing zeros, at least 1
 * @param exponent the value is {@code digits * 10^exponent}
 */
record ShortestDecimal(long digits, int exponent) {
  private static final int SIGNIFICAND_BITS = 52;
  private static final int LOWEST_EXPONENT = -1074;
  private static final long HIDDEN_BIT = 1L << SIGNIFICAND_BITS;
  private static final long LOW_63_BITS = Long.MAX_VALUE;

  private static final int LOWEST_POWER = -324;
  private static final int HIGHEST_POWER = 292;

  /** For each power, 10^-power scaled to 126 bits and rounded up: 63 high bits, 63 low bits. */
  private static final long[] SCALED = scaledPowers();

  private static long[] scaledPowers() {
    long[] scaled = new long[2 * (HIGHEST_POWER - LOWEST_POWER + 1)];
    for (int power = LOWEST_POWER; power <= HIGHEST_POWER; power++) {
      int shift = 125 - floorLog2OfPowerOf10(-power);
      BigInteger ten = BigInteger.TEN.pow(Math.abs(power));
      BigInteger value =
          power <= 0
              ? shift >= 0 ? ten.shiftLeft(shift) : ten.shiftRight(-shift)
              : BigInteger.ONE.shiftLeft(shift).divide(ten);
      value = value.add(BigInteger.ONE);
      int at = 2 * (power - LOWEST_POWER);
      scaled[at] = value.shiftRight(63).longValueExact();
      scaled[at + 1] = value.longValue() & LOW_63_BITS;
    }
    return scaled;
  }

  /** Of a finite number above zero. */
  static ShortestDecimal of(double number) {
    long bits = Double.doubleToRawLongBits(number);
    long fraction = bits & HIDDEN_BIT - 1;
    int biased = (int) (bits >>> SIGNIFICAND_BITS);
    return biased == 0
        ? of(fraction, LOWEST_EXPONENT)
        : of(fraction | HIDDEN_BIT, biased - 1 + LOWEST_EXPONENT);
  }

  private static ShortestDecimal of(long significand, int exponent) {
    // The bounds of what reads back as the number belong to it where its significand is even.
    long odd = significand & 1;
    long middle = significand << 2;
    long high = middle + 2;
    // Below a power of two, doubles are twice as dense.
    boolean even = significand != HIDDEN_BIT || exponent == LOWEST_EXPONENT;
    long low = even ? middle - 2 : middle - 1;
    int power = even ? floorLog10OfPowerOf2(exponent) : floorLog10OfThreeQuarters(exponent);
    int shift = exponent + floorLog2OfPowerOf10(-power) + 2;
    long scaledMiddle = scaled(power, middle << shift);
    long scaledLow = scaled(power, low << shift) + odd;
    long scaledHigh = scaled(power, high << shift) - odd;

    long below = scaledMiddle >> 2;
    long shortBelow = below / 10 * 10;
    boolean shortBelowFits = shortBelow > 0 && scaledLow <= shortBelow << 2;
    boolean shortAboveFits = (shortBelow + 10) << 2 <= scaledHigh;
    if (shortBelowFits != shortAboveFits) {
      return stripped(shortBelowFits ? shortBelow : shortBelow + 10, power);
    }
    boolean belowFits = scaledLow <= below << 2;
    boolean aboveFits = (below + 1) << 2 <= scaledHigh;
    if (belowFits != aboveFits) {
      return stripped(belowFits ? below : below + 1, power);
    }
    long beyondHalf = scaledMiddle - ((2 * below + 1) << 1);
    boolean nearerBelow = beyondHalf < 0 || (beyondHalf == 0 && (below & 1) == 0);
    return stripped(nearerBelow ? below : below + 1, power);
  }

  /** {@code factor / 10^power}, scaled down by 2^126, rounded to odd. */
  private static long scaled(int power, long factor) {
    int at = 2 * (power - LOWEST_POWER);
    long carried = Math.multiplyHigh(SCALED[at + 1], factor);
    long low = ((SCALED[at] * factor) >>> 1) + carried;
    long high = Math.multiplyHigh(SCALED[at], factor) + (low >>> 63);
    return high | ((low & LOW_63_BITS) + LOW_63_BITS) >>> 63;
  }

  private static ShortestDecimal stripped(long digits, int exponent) {
    long rest = digits;
    int power = exponent;
    while (rest % 10 == 0) {
      rest /= 10;
      power++;
    }
    return new ShortestDecimal(rest, power);
  }

  private static int floorLog10OfPowerOf2(int exponent) {
    return (int) ((exponent * 661_971_961_083L) >> 41);
  }

  private static int floorLog10OfThreeQuarters(int exponent) {
    return (int) ((exponent * 661_971_961_083L - 274_743_187_321L) >> 41);
  }

  private static int floorLog2OfPowerOf10(int exponent) {
    return (int) ((exponent * 913_124_641_741L) >> 38);
  }
}
