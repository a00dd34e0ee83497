package dev.quire.auth.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quire.kit.InvalidSetting;
import dev.quire.kit.Settings;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class MailSettingsTest {
  @Test
  void withoutAServerNothingLeavesAndNoLinkIsLogged() {
    MailSettings settings = MailSettings.from(Settings.of(Map.of()));
    assertThat(settings.server()).isNull();
    assertThat(settings.linksToLog()).isFalse();
  }

  @Test
  void aServerNeedsASenderAndAPlaceThatLinksLeadTo() {
    assertThatThrownBy(
            () -> MailSettings.from(Settings.of(Map.of("QUIRE_SMTP_URL", "smtp://127.0.0.1"))))
        .isInstanceOf(InvalidSetting.class)
        .hasMessageContaining("QUIRE_MAIL_FROM");
    assertThatThrownBy(
            () ->
                MailSettings.from(
                    Settings.of(
                        Map.of(
                            "QUIRE_SMTP_URL", "smtp://127.0.0.1",
                            "QUIRE_MAIL_FROM", "quire@example.org"))))
        .isInstanceOf(InvalidSetting.class)
        .hasMessageContaining("QUIRE_PUBLIC_URL");
  }

  @Test
  void tlsIsRequiredAndThePasswordStaysOutOfLogs() {
    Settings given =
        Settings.of(
            Map.of(
                "QUIRE_SMTP_URL", "smtp://quire:hunter2@mail.example.org:587",
                "QUIRE_MAIL_FROM", "quire@example.org",
                "QUIRE_PUBLIC_URL", "https://quire.example.org"));
    MailSettings settings = MailSettings.from(given);
    assertThat(settings.tlsRequired()).isTrue();
    assertThat(settings.toString() + given.describe()).doesNotContain("hunter2");
  }
}
