package dev.quire.richtext;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TextTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final Marks BOLD = new Marks(Map.of("bold", new Mark("bold", Map.of())));

  private static Text.Run plain(String text) {
    return new Text.Run(text, Marks.NONE);
  }

  private static Text.Run bold(String text) {
    return new Text.Run(text, BOLD);
  }

  @Test
  void neighboursWithTheSameMarksAreOneRun() {
    assertThat(
            new Text(List.of(plain("a"), plain("b"), bold("c"), bold("d"), bold("e"), plain("f")))
                .runs())
        .containsExactly(plain("ab"), bold("cde"), plain("f"));
    assertThat(new Text(List.of(bold("a"), plain("b"))).runs())
        .containsExactly(bold("a"), plain("b"));
  }

  /** Joined one by one they would take 200 MB. */
  @Test
  void joiningManyTakesNoMoreThanTheyAre() {
    List<Text.Run> many = Collections.nCopies(20_000, plain("a"));
    Text warm = new Text(many);
    long before = THREADS.getCurrentThreadAllocatedBytes();
    Text joined = new Text(many);
    long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
    assertThat(joined).isEqualTo(warm);
    assertThat(joined.characters()).hasSize(20_000);
    assertThat(allocated).isLessThan(5_000_000);
  }
}
