package dev.quire.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A Quire on a PostgreSQL that has a streaming replica, and another Quire on what was restored from
 * its backup, through the edge, as docs/backup.md says.
 */
@Tag("slow")
final class DatabaseCopiesTest {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @Test
  void aReplicaServesReadersAndARestoredDatabaseServesEveryDocument(@TempDir Path home)
      throws Exception {
    Path story = home.resolve("story.json");
    Path restored = home.resolve("restored");
    try (OwnServers primary = new OwnServers(folder(home, "primary"))) {
      primary.start("postgres");
      BaseBackup backup = new BaseBackup(home.resolve("primary"), primary.url("postgres"));
      Path copy = home.resolve("replica");
      backup.copyTo(copy);
      backup.follow(copy);
      try (OwnServers replica = new OwnServers(copy)) {
        replica.start("postgres");
        RunningQuire quire =
            new RunningQuire()
                .with("QUIRE_DATABASE_URL", primary.url("postgres").toString())
                .with("QUIRE_DATABASE_REPLICA_URLS", replica.url("postgres").toString());
        quire.open("DatabaseCopiesTest");
        try {
          run(quire, story, "begin");
          backup.copyTo(restored);
          run(quire, story, "go-on");
          backup.query("SELECT pg_create_restore_point('before_the_fault')");
          run(quire, story, "lost");
        } finally {
          quire.close();
        }
      }
    }

    BaseBackup.recoverTo(restored, "before_the_fault");
    try (OwnServers server = new OwnServers(restored)) {
      server.start("postgres");
      BaseBackup there = new BaseBackup(restored, server.url("postgres"));
      await().atMost(PATIENCE).until(() -> there.query("SELECT pg_is_in_recovery()").equals("f"));
      String before =
          BaseBackup.ask(server.url("postgres"), "SELECT incarnation FROM quire_doc.log_identity");
      BaseBackup.ask(server.url("postgres"), "SELECT quire_doc.begin_incarnation()");
      assertThat(
              BaseBackup.ask(
                  server.url("postgres"), "SELECT incarnation FROM quire_doc.log_identity"))
          .isNotEqualTo(before);
      RunningQuire quire =
          new RunningQuire().with("QUIRE_DATABASE_URL", server.url("postgres").toString());
      quire.open("DatabaseCopiesTest-restored");
      try {
        run(quire, story, "restored");
      } finally {
        quire.close();
      }
    }
  }

  private static Path folder(Path home, String name) throws Exception {
    return Files.createDirectory(home.resolve(name));
  }

  private static void run(RunningQuire quire, Path story, String stage) throws Exception {
    Map<String, String> environment = new HashMap<>(quire.coordinates());
    environment.put("QUIRE_STORY_FILE", story.toString());
    environment.put("QUIRE_STORY_STAGE", stage);
    NodeTests.run("database-copies", environment);
  }
}
