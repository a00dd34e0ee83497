package dev.quire.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShutdownTest {
  private final List<String> stopped = new ArrayList<>();
  private final Shutdown shutdown = new Shutdown();

  @Test
  void stopsTheLastFirst() {
    shutdown.add("postgres", () -> stopped.add("postgres"));
    shutdown.add("edge", () -> stopped.add("edge"));

    shutdown.close();

    assertThat(stopped).containsExactly("edge", "postgres");
  }

  @Test
  void goesOnWhenAStepFails() {
    shutdown.add("postgres", () -> stopped.add("postgres"));
    shutdown.add(
        "edge",
        () -> {
          throw new IllegalStateException("stuck");
        });

    shutdown.close();

    assertThat(stopped).containsExactly("postgres");
  }

  @Test
  void stopsAtOnceWhatHasStartedAfterIt() {
    shutdown.close();

    assertThatThrownBy(() -> shutdown.add("late", () -> stopped.add("late")))
        .isInstanceOf(IllegalStateException.class);
    assertThat(stopped).containsExactly("late");
  }
}
