package dev.quire.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.quire.auth.RunningAuth.Answer;
import dev.quire.kit.Health;
import dev.quire.kit.TestPorts;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseAwayTest {
  @Test
  void withoutTheDatabaseTheAnswerIs503AndItGoesOnByItselfAfterwards(@TempDir Path data)
      throws IOException {
    EmbeddedPostgres postgres = start(data, 0);
    int port = postgres.getPort();
    URI url = URI.create("postgresql://postgres:postgres@127.0.0.1:" + port + "/postgres");
    try (RunningAuth auth = new RunningAuth(url)) {
      String cookie = auth.register("ada@example.org").cookie();
      postgres.close();

      Answer refused = auth.login("ada@example.org", "correct horse");
      assertThat(refused.status()).isEqualTo(503);
      assertThat(refused.type()).isEqualTo("unavailable");
      await().until(() -> auth.health.report().get("auth-postgres") == Health.Status.DOWN);
      assertThat(auth.health.isReady()).isFalse();
      assertThat(auth.jwks().getJsonArray("keys")).hasSize(1);

      postgres = start(data, port);
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> auth.health.report().get("auth-postgres") == Health.Status.UP);
      assertThat(auth.refresh(cookie).status()).isEqualTo(200);
    } finally {
      postgres.close();
    }
  }

  private static EmbeddedPostgres start(Path data, int port) throws IOException {
    EmbeddedPostgres.Builder builder =
        EmbeddedPostgres.builder()
            .setDataDirectory(data.resolve("postgres"))
            .setCleanDataDirectory(false);
    return builder.setPort(port == 0 ? TestPorts.free() : port).start();
  }
}
