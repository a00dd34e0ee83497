package dev.quire.collab.lease;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quire.kit.Settings;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class BalanceRulesTest {
  @Test
  void whoIsToldNothingGoesByTheRulesOfTheAdr() {
    assertThat(BalanceRules.from(Settings.of(Map.of()))).isEqualTo(BalanceRules.DEFAULT);
  }

  @Test
  void theLoadTheTimeAndTheStayCanBeTold() {
    Settings told =
        Settings.of(
            Map.of(
                "QUIRE_COLLAB_BALANCE_POINTS", "5",
                "QUIRE_COLLAB_BALANCE_AFTER_MILLIS", "2000",
                "QUIRE_COLLAB_BALANCE_STAY_MILLIS", "7000"));

    assertThat(BalanceRules.from(told)).isEqualTo(new BalanceRules(0.3, 5, 2_000, 5_000, 7_000));
  }
}
