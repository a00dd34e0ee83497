package dev.quire.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quire.auth.account.Passwords;
import dev.quire.kit.InvalidSetting;
import dev.quire.kit.Settings;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AuthSettingsTest {
  @Test
  void theDefaultsAreSafe() {
    AuthSettings settings = AuthSettings.from(Settings.of(Map.of()));

    assertThat(settings.cookieSecure()).isTrue();
    assertThat(settings.accessTokenLife()).hasMinutes(10);
    assertThat(settings.hashing()).isEqualTo(new Passwords.Cost(19_456, 2, 2, 64));
    assertThat(settings.limits().perAccountPerMinute()).isEqualTo(10);
  }

  @Test
  void aWrongValueIsRefusedByTheNameOfItsVariable() {
    assertThatThrownBy(
            () -> AuthSettings.from(Settings.of(Map.of("QUIRE_DATABASE_URL", "postgresql:///"))))
        .isInstanceOf(InvalidSetting.class)
        .hasMessageContaining("QUIRE_DATABASE_URL");
    assertThatThrownBy(() -> AuthSettings.from(Settings.of(Map.of("QUIRE_AUTH_HASH_THREADS", "0"))))
        .isInstanceOf(InvalidSetting.class)
        .hasMessageContaining("QUIRE_AUTH_HASH_THREADS");
  }

  @Test
  void theDatabasesPasswordIsNotPrinted() {
    AuthSettings settings =
        AuthSettings.from(
            Settings.of(
                Map.of("QUIRE_DATABASE_URL", "postgresql://quire:hunter2@127.0.0.1:5432/quire")));

    assertThat(settings.toString()).doesNotContain("hunter2");
  }
}
