package dev.quire.crdt.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Fuzzes each target for a while, from the corpus on. Settings, as system properties:
 *
 * <ul>
 *   <li>{@code quire.fuzz.seed}: 1; {@code ./scripts/test --soak} takes another each time;
 *   <li>{@code quire.fuzz.seconds}: for all targets together (20);
 *   <li>{@code quire.fuzz.keep}: writes the corpus anew, with what was found and without what adds
 *       nothing.
 * </ul>
 *
 * A failure holds its input in base64; put it into {@link FindingsTest}.
 */
@Timeout(value = 24, unit = TimeUnit.HOURS)
class FuzzTest {
  private static final System.Logger LOG = System.getLogger(FuzzTest.class.getName());
  private static final long SEED = Long.getLong("quire.fuzz.seed", 1);
  private static final long SECONDS = Long.getLong("quire.fuzz.seconds", 20);

  @ParameterizedTest
  @EnumSource(Target.class)
  void nothingBreaksALaw(Target target) {
    LOG.log(System.Logger.Level.INFO, "{0}: -Dquire.fuzz.seed={1}", target, String.valueOf(SEED));
    Fuzzer fuzzer = new Fuzzer(target, SEED);
    fuzzer.add(Corpus.of(target.corpus()));
    fuzzer.add(Seeds.of(target));
    fuzzer.fuzz(Duration.ofSeconds(SECONDS).dividedBy(Target.values().length));
    LOG.log(System.Logger.Level.INFO, "{0}", fuzzer);
    assertThat(fuzzer.inputs()).isNotEmpty();
    if (Boolean.getBoolean("quire.fuzz.keep")) {
      Fuzzer smallest = new Fuzzer(target, SEED);
      smallest.add(fuzzer.inputs());
      Corpus.keep(target.corpus(), smallest.inputs());
    }
  }
}
