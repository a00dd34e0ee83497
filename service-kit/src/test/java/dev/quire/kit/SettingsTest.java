package dev.quire.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class SettingsTest {

  @Test
  void whatIsNotSetHasItsDefaultAndBlankCountsAsNotSet() {
    Settings settings = Settings.of(Map.of("QUIRE_PORT", " "));
    assertThat(settings.integer("QUIRE_PORT", 8080, 0, 65535)).isEqualTo(8080);
    assertThat(settings.flag("QUIRE_X", true)).isTrue();
    assertThat(settings.text("QUIRE_Y")).isEmpty();
  }

  @Test
  void anInvalidValueIsRefusedByTheNameOfItsVariable() {
    Settings settings =
        Settings.of(
            Map.of("QUIRE_PORT", "99999", "QUIRE_N", "many", "QUIRE_F", "yes", "QUIRE_U", "x y"));
    assertThatThrownBy(() -> settings.integer("QUIRE_PORT", 1, 0, 65535))
        .isInstanceOf(InvalidSetting.class)
        .hasMessageContaining("QUIRE_PORT")
        .hasMessageContaining("65535");
    assertThatThrownBy(() -> settings.number("QUIRE_N", 1, 0, 9))
        .hasMessageContaining("QUIRE_N is 'many'");
    assertThatThrownBy(() -> settings.flag("QUIRE_F", false)).hasMessageContaining("QUIRE_F");
    assertThatThrownBy(() -> settings.url("QUIRE_U", "", "redis"))
        .isInstanceOf(InvalidSetting.class);
  }

  @Test
  void secretsArePrintedNowhere() {
    Settings settings =
        Settings.of(
            Map.of(
                "QUIRE_SECRET", "swordfish-swordfish-swordfish-swordfish",
                "QUIRE_DATABASE_URL",
                    "postgresql://quire:swordfish@db:5432/quire?password=swordfish"));
    settings.secret("QUIRE_SECRET", 32);
    settings.url("QUIRE_DATABASE_URL", "", "postgresql");

    assertThat(settings.describe())
        .contains("QUIRE_SECRET=(redacted)")
        .contains("postgresql://db:5432/quire")
        .doesNotContain("swordfish");
  }

  @Test
  void aSecretTooShortIsRefusedWithoutBeingQuoted() {
    Settings settings = Settings.of(Map.of("QUIRE_SECRET", "hunter2"));
    assertThatThrownBy(() -> settings.secret("QUIRE_SECRET", 32))
        .hasMessageContaining("QUIRE_SECRET")
        .hasMessageContaining("32")
        .message()
        .doesNotContain("hunter2");
  }
}
