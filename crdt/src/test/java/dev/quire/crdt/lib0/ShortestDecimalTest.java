package dev.quire.crdt.lib0;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Random;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShortestDecimalTest {
  /** As V8 prints them. */
  @ParameterizedTest
  @CsvSource({
    "4.9E-324, 5e-324",
    "1.0E23, 1e+23",
    "2.0E-3, 0.002",
    "5.684341886080802E-14, 5.684341886080802e-14",
    "1.7976931348623157E308, 1.7976931348623157e+308",
    "2.2250738585072014E-308, 2.2250738585072014e-308",
    "9.007199254740994E16, 90071992547409940",
    "0.1, 0.1",
    "1.0E-7, 1e-7",
    "123456.789, 123456.789"
  })
  void numbersArePrintedAsInJavaScript(double number, String printed) {
    assertThat(JsNumber.print(number)).isEqualTo(printed);
  }

  @Test
  void theDigitsReadBackAndNoFewerWould() {
    Random random = new Random(1);
    DoubleStream.concat(
            DoubleStream.generate(() -> Double.longBitsToDouble(random.nextLong() >>> 1))
                .filter(Double::isFinite)
                .limit(20_000),
            DoubleStream.iterate(Double.MIN_VALUE, power -> power * 2).limit(2_097))
        .forEach(ShortestDecimalTest::assertShortestAndNearest);
  }

  private static void assertShortestAndNearest(double number) {
    ShortestDecimal shortest = ShortestDecimal.of(number);
    BigDecimal decimal = BigDecimal.valueOf(shortest.digits(), -shortest.exponent());
    assertThat(decimal.doubleValue()).isEqualTo(number);
    BigDecimal exact = new BigDecimal(number);
    int digits = decimal.precision();
    for (RoundingMode mode : new RoundingMode[] {RoundingMode.DOWN, RoundingMode.UP}) {
      if (digits > 1) {
        assertThat(exact.round(new MathContext(digits - 1, mode)).doubleValue())
            .as("%s in fewer digits", number)
            .isNotEqualTo(number);
      }
      BigDecimal other = exact.round(new MathContext(digits, mode));
      if (other.doubleValue() == number) {
        assertThat(decimal.subtract(exact).abs()).isLessThanOrEqualTo(other.subtract(exact).abs());
      }
    }
  }
}
