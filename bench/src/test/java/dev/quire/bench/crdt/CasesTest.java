package dev.quire.bench.crdt;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The suite's cases do their work, and agree with themselves, at a size that takes no time. */
class CasesTest {
  private static final Setting SMALL =
      new Setting(Path.of("none"), Path.of("../crdt/src/test/resources/traces"), 60, 7);

  static Stream<Arguments> suite() {
    return Cases.byName().entrySet().stream()
        .filter(entry -> entry.getKey().matches("B[123].*"))
        .map(entry -> Arguments.of(entry.getKey(), entry.getValue()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("suite")
  void readersGetWhatWritersWrote(String name, Case.Factory factory) {
    Measurement measurement = new Measurement();
    Case measured = factory.in(SMALL);

    measurement.warm(measured.iteration(), 0, true);

    Map<String, String> contents = new HashMap<>(measurement.proofs());
    contents.remove("bytes");
    assertThat(contents).containsKey("parsed").hasSizeGreaterThan(1);
    assertThat(contents.values()).containsOnly(contents.get("parsed"));
    assertThat(measurement.metrics()).contains("time", "encodeTime", "parseTime", "docSize");
  }
}
