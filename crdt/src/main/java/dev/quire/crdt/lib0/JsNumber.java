package dev.quire.crdt.lib0;

/**
 * A JavaScript number in Java: a {@link Long} where it is a safe integer, else a {@link Double}.
 */
final class JsNumber {
  private JsNumber() {}

  static Number of(double number) {
    boolean negativeZero = number == 0 && Double.doubleToRawLongBits(number) < 0;
    if (number == Math.rint(number)
        && Math.abs(number) <= Lib0Reader.MAX_INTEGER
        && !negativeZero) {
      return (long) number;
    }
    return number;
  }

  /** {@code String(number)} of ECMAScript (Number::toString, radix 10) for a finite number. */
  static String print(double number) {
    if (number == Math.rint(number) && Math.abs(number) <= Lib0Reader.MAX_INTEGER) {
      return Long.toString((long) number);
    }
    ShortestDecimal shortest = ShortestDecimal.of(Math.abs(number));
    String digits = Long.toString(shortest.digits());
    // The decimal point stands behind this many digits.
    int point = digits.length() + shortest.exponent();
    StringBuilder out = new StringBuilder(number < 0 ? "-" : "");
    if (point > 21 || point < -5) {
      printScientific(out, digits, point - 1);
    } else if (point <= 0) {
      out.append("0.").append("0".repeat(-point)).append(digits);
    } else if (point >= digits.length()) {
      out.append(digits).append("0".repeat(point - digits.length()));
    } else {
      out.append(digits, 0, point).append('.').append(digits, point, digits.length());
    }
    return out.toString();
  }

  private static void printScientific(StringBuilder out, String digits, int exponent) {
    out.append(digits.charAt(0));
    if (digits.length() > 1) {
      out.append('.').append(digits, 1, digits.length());
    }
    out.append('e').append(exponent < 0 ? '-' : '+').append(Math.abs(exponent));
  }
}
