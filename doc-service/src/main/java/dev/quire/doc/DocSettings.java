package dev.quire.doc;

import dev.quire.doc.baseline.BaselineSettings;
import dev.quire.doc.compaction.CompactionSettings;
import dev.quire.doc.database.Database;
import dev.quire.doc.database.Schema;
import dev.quire.doc.link.VisitLimits;
import dev.quire.doc.purge.PurgeSettings;
import dev.quire.doc.replica.ReplicaSettings;
import dev.quire.doc.retention.RetentionSettings;
import dev.quire.kit.InvalidSetting;
import dev.quire.kit.Settings;
import java.net.URI;
import java.util.Optional;

/**
 * What doc-service is told at its start.
 *
 * @param allowUnsafeDatabase whether it goes on with a server that can lose what it has confirmed
 * @param appends for appends, each at most a lane's group commit
 * @param owners for what owners of documents ask besides
 * @param people for REST
 * @param compaction how the log is packed
 * @param baselines where replaying history may begin
 * @param purge when deleted documents go for good
 * @param visits how many people without an account are let in by links
 * @param retention what becomes of older history
 * @param replicas what serves history, search and export beside the primary
 */
public record DocSettings(
    URI database,
    boolean allowUnsafeDatabase,
    Database.Bound appends,
    Database.Bound owners,
    Database.Bound people,
    CompactionSettings compaction,
    BaselineSettings baselines,
    PurgeSettings purge,
    VisitLimits visits,
    RetentionSettings retention,
    ReplicaSettings replicas) {
  private static final String ALLOW_UNSAFE = "QUIRE_DATABASE_ALLOW_UNSAFE";
  private static final int WAIT_MILLIS = 5_000;

  /**
   * @throws InvalidSetting where a variable has a value that cannot be used
   */
  public static DocSettings from(Settings settings) {
    return new DocSettings(
        settings.url(
            "QUIRE_DATABASE_URL",
            "postgresql://quire:quire@127.0.0.1:5432/quire",
            "postgresql",
            "postgres"),
        allowsUnsafe(settings.text(ALLOW_UNSAFE)),
        bound(settings, "QUIRE_DATABASE_APPEND_CONNECTIONS", 6, 500),
        bound(settings, "QUIRE_DATABASE_OWNER_CONNECTIONS", 6, 2000),
        bound(settings, "QUIRE_DATABASE_HTTP_CONNECTIONS", 6, 500),
        CompactionSettings.from(settings),
        BaselineSettings.from(settings),
        PurgeSettings.from(settings),
        VisitLimits.from(settings),
        RetentionSettings.from(settings),
        ReplicaSettings.from(
            settings, bound(settings, "QUIRE_DATABASE_REPLICA_CONNECTIONS", 4, 200)));
  }

  private static Database.Bound bound(Settings settings, String name, int otherwise, int waiting) {
    return new Database.Bound(settings.integer(name, otherwise, 1, 100), waiting, WAIT_MILLIS);
  }

  private static boolean allowsUnsafe(Optional<String> words) {
    if (words.isPresent() && !words.get().equals(Schema.UNSAFE_WORDS)) {
      throw new InvalidSetting(
          ALLOW_UNSAFE,
          "is set to something else than '" + Schema.UNSAFE_WORDS + "': set it to that, or not.");
    }
    return words.isPresent();
  }
}
