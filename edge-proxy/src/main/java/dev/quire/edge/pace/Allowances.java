package dev.quire.edge.pace;

import com.github.benmanes.caffeine.cache.CacheLoader;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import dev.quire.wire.DocumentId;
import dev.quire.wire.Principal;
import java.time.Duration;

/**
 * The allowances of a process by user, by address and by document, for all of its loops. Who goes
 * and comes back finds his own again: they are kept for a minute after they were last asked for.
 * Whoever takes of one asks for it each time, and does not hold it. Safe from any thread.
 */
public final class Allowances {
  private static final Duration KEPT = Duration.ofMinutes(1);

  /** Of each kind; of more, those not asked for the longest begin anew. */
  private static final int MOST = 100_000;

  private final LoadingCache<String, Allowance> users;
  private final LoadingCache<String, Allowance> addresses;
  private final LoadingCache<DocumentId, Flow> documents;

  public Allowances(PaceLimits limits) {
    this.users = cache(user -> new Allowance(limits.user()));
    this.addresses = cache(address -> new Allowance(limits.address()));
    this.documents = cache(document -> Flow.of(limits.documentFrames()));
  }

  private static <K, V> LoadingCache<K, V> cache(CacheLoader<K, V> fresh) {
    return Caffeine.newBuilder().maximumSize(MOST).expireAfterAccess(KEPT).build(fresh);
  }

  /** A user, whatever they come by. */
  public static String whose(Principal principal) {
    return principal.realm() + " " + principal.userId();
  }

  public Allowance user(String user) {
    return users.get(user);
  }

  public Allowance address(String address) {
    return addresses.get(address);
  }

  /** Edits and state vectors for one document, whoever brings them. */
  public Flow document(DocumentId document) {
    return documents.get(document);
  }
}
