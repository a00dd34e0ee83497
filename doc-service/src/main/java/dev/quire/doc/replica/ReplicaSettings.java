package dev.quire.doc.replica;

import dev.quire.doc.database.Database;
import dev.quire.kit.InvalidSetting;
import dev.quire.kit.Settings;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;

/**
 * Which replicas there are.
 *
 * @param urls of streaming replicas of the primary; they hold passwords
 * @param searchLagMillis search goes to replicas that are at most so far behind
 * @param bound on connections to each
 */
public record ReplicaSettings(List<URI> urls, long searchLagMillis, Database.Bound bound) {
  private static final String URLS = "QUIRE_DATABASE_REPLICA_URLS";
  private static final int MOST = 16;

  public static ReplicaSettings from(Settings settings, Database.Bound people) {
    return new ReplicaSettings(
        settings.secret(URLS, 1).map(ReplicaSettings::urls).orElse(List.of()),
        settings.number("QUIRE_REPLICA_SEARCH_LAG_MILLIS", 2_000, 100, 30_000),
        people);
  }

  private static List<URI> urls(String text) {
    List<URI> urls = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      try {
        URI url = new URI(part.strip());
        if (!"postgresql".equals(url.getScheme()) && !"postgres".equals(url.getScheme())) {
          throw new InvalidSetting(URLS, "has something that doesn't begin with postgresql://.");
        }
        urls.add(url);
      } catch (URISyntaxException e) {
        // Not quoted back: a broken URL can hold a password as well as a good one.
        throw new InvalidSetting(URLS, "has something that is no URL: " + e.getReason() + ".");
      }
    }
    if (urls.size() > MOST) {
      throw new InvalidSetting(URLS, "has more than " + MOST + " replicas.");
    }
    return List.copyOf(urls);
  }
}
