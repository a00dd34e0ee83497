package dev.quire.collab.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quire.kit.Settings;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class RehearsalTest {

  @Test
  void everyEditOfItIsAcknowledgedAsOnesThatCountAre() {
    assertThat(Rehearsal.run(CollabSettings.from(Settings.of(Map.of())))).isEqualTo(300);
  }
}
