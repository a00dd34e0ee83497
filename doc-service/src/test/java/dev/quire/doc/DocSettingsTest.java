package dev.quire.doc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quire.doc.database.Schema;
import dev.quire.kit.InvalidSetting;
import dev.quire.kit.Settings;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class DocSettingsTest {
  private static DocSettings from(String name, String value) {
    return DocSettings.from(Settings.of(Map.of(name, value)));
  }

  @Test
  void anUnsafeDatabaseIsAllowedInThoseWordsOnly() {
    assertThat(from("QUIRE_DATABASE_ALLOW_UNSAFE", Schema.UNSAFE_WORDS).allowUnsafeDatabase())
        .isTrue();
    assertThat(DocSettings.from(Settings.of(Map.of())).allowUnsafeDatabase()).isFalse();
    assertThatThrownBy(() -> from("QUIRE_DATABASE_ALLOW_UNSAFE", "true"))
        .isInstanceOf(InvalidSetting.class)
        .hasMessageContaining("QUIRE_DATABASE_ALLOW_UNSAFE")
        .hasMessageContaining(Schema.UNSAFE_WORDS);
  }

  @Test
  void whatCannotBeUsedIsRefusedByName() {
    assertThatThrownBy(() -> from("QUIRE_DATABASE_URL", "mysql://x"))
        .hasMessageContaining("QUIRE_DATABASE_URL");
    assertThatThrownBy(() -> from("QUIRE_DATABASE_APPEND_CONNECTIONS", "0"))
        .hasMessageContaining("QUIRE_DATABASE_APPEND_CONNECTIONS");
  }
}
