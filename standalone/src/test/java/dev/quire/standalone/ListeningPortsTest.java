package dev.quire.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quire.kit.InvalidSetting;
import dev.quire.kit.Settings;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ListeningPortsTest {
  private static int check(String... settings) {
    return ListeningPorts.check(
        Settings.of(
            settings.length == 2
                ? Map.of(settings[0], settings[1])
                : Map.of(settings[0], settings[1], settings[2], settings[3])));
  }

  @Test
  void takesAnyOtherPort() {
    assertThat(check("QUIRE_PORT", "80", "QUIRE_MANAGEMENT_PORT", "0")).isEqualTo(80);
    assertThat(check("QUIRE_PORT", "65535")).isEqualTo(65_535);
    assertThat(check("QUIRE_MANAGEMENT_PORT", "9091")).isEqualTo(8080);
  }

  @ParameterizedTest
  @ValueSource(strings = {"abc", "0", "-1", "65536", "80.5", "99999999999999999999"})
  void whatIsNoPortIsRefusedWithWhatIsOne(String port) {
    assertThatThrownBy(() -> check("QUIRE_PORT", port))
        .isInstanceOf(InvalidSetting.class)
        .hasMessageContaining("QUIRE_PORT")
        .hasMessageContaining(port)
        .hasMessageContaining("from 1 to 65535");
  }

  @ParameterizedTest
  @ValueSource(strings = {"6000", "6667", "10080"})
  void aPortThatNoBrowserOpensIsRefused(String port) {
    assertThatThrownBy(() -> check("QUIRE_PORT", port))
        .isInstanceOf(InvalidSetting.class)
        .hasMessageContaining("QUIRE_PORT")
        .hasMessageContaining("browsers");
  }

  @Test
  void theManagementPortIsOneOfItsOwn() {
    assertThatThrownBy(() -> check("QUIRE_MANAGEMENT_PORT", "many"))
        .isInstanceOf(InvalidSetting.class)
        .hasMessageContaining("QUIRE_MANAGEMENT_PORT");
    assertThatThrownBy(() -> check("QUIRE_PORT", "8081", "QUIRE_MANAGEMENT_PORT", "8081"))
        .isInstanceOf(InvalidSetting.class)
        .hasMessageContaining("QUIRE_MANAGEMENT_PORT");
  }
}
