package dev.quire.crdt.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Everything that fuzzing has learnt, in every build. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class CorpusTest {
  @ParameterizedTest
  @EnumSource(Target.class)
  void whatReachedSomethingOnceIsHandled(Target target) {
    List<byte[]> inputs = Corpus.of(target.corpus());
    assertThat(inputs).isNotEmpty();
    Consumer<byte[]> run = target.load(CorpusTest.class.getClassLoader());
    inputs.forEach(run);
  }
}
