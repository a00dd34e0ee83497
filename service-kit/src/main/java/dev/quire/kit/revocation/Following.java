package dev.quire.kit.revocation;

import dev.quire.wire.DocumentId;
import dev.quire.wire.doc.ReadRevocations;
import dev.quire.wire.doc.Revocation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A follower's place in the revocation stream. Pure: the clock and the answers are given to it.
 *
 * <p>It remembers the last {@link #MAX_REMEMBERED} rights that were changed, by the last number for
 * each. What falls out is not forgotten but taken for changed: see {@link #mayHaveChanged}.
 */
public final class Following {
  /** For how long after it was asked for an answer is good. */
  public static final long LEASE_MILLIS = 1_000;

  /**
   * For how long after it was asked for an answer is good for what takes time itself: what is then
   * begun has the rest of the second.
   */
  public static final long FRESH_MILLIS = 750;

  static final int MAX_REMEMBERED = 100_000;

  private static final long NEVER = Long.MIN_VALUE;

  /** What a revocation is about. */
  private sealed interface Subject {}

  /** A document, somebody's right on one, or a sign-in. */
  private record Right(@Nullable DocumentId document, String who) implements Subject {}

  /** What was signed with a key. */
  private record Signed(String key) implements Subject {}

  /** What somebody, or everybody, has by belonging to an organisation. */
  private record Belonging(String organisation, String who) implements Subject {}

  private final int maxRemembered;
  private final Map<Subject, Long> changed;
  private long position;
  private long unknownThrough;
  private long leaseFrom = NEVER;

  public Following() {
    this(MAX_REMEMBERED);
  }

  Following(int maxRemembered) {
    this.maxRemembered = maxRemembered;
    this.changed = new LinkedHashMap<>();
  }

  /** The last number known, with all before it: what to ask after. */
  public long position() {
    return position;
  }

  /** Whether everything that was revoked more than {@link #LEASE_MILLIS} ago is known. */
  public boolean isCurrent(long nowMillis) {
    return isKnownWithin(LEASE_MILLIS, nowMillis);
  }

  /** Whether everything that was revoked more than {@link #FRESH_MILLIS} ago is known. */
  public boolean isFresh(long nowMillis) {
    return isKnownWithin(FRESH_MILLIS, nowMillis);
  }

  private boolean isKnownWithin(long millis, long nowMillis) {
    return leaseFrom != NEVER && nowMillis - leaseFrom < millis;
  }

  /**
   * Takes an answer, in whatever order answers come.
   *
   * @param askedAtMillis when its question was sent, by the clock of {@link #isCurrent}
   * @return the entries that are new, in their order
   */
  public List<Revocation> answered(long askedAtMillis, ReadRevocations.Page page) {
    if (page.forgottenThrough() > position) {
      // What lies between is gone: every right that was read before it may have changed.
      position = page.forgottenThrough();
      unknownThrough = position;
    }
    List<Revocation> fresh = new ArrayList<>();
    for (Revocation entry : page.entries()) {
      if (entry.number() == position + 1) {
        position = entry.number();
        remember(entry);
        fresh.add(entry);
      }
    }
    if (position >= page.head()) {
      leaseFrom = Math.max(leaseFrom, askedAtMillis);
    }
    return List.copyOf(fresh);
  }

  private void remember(Revocation entry) {
    Subject right;
    if (entry instanceof Revocation.RightChanged change) {
      right = new Right(change.document(), change.userId());
    } else if (entry instanceof Revocation.DocumentDeleted deleted) {
      right = new Right(deleted.document(), "");
    } else if (entry instanceof Revocation.OrganisationChanged change) {
      right = new Belonging(change.organisation(), change.userId());
    } else if (entry instanceof Revocation.KeyRevoked revoked) {
      right = new Signed(revoked.key());
    } else {
      right = new Right(null, ((Revocation.SignInEnded) entry).session());
    }
    changed.remove(right);
    changed.put(right, entry.number());
    if (changed.size() > maxRemembered) {
      var oldest = changed.entrySet().iterator();
      unknownThrough = Math.max(unknownThrough, oldest.next().getValue());
      oldest.remove();
    }
  }

  /**
   * Whether a right that was read when the stream stood at {@code asOf} may be another one now.
   *
   * @param organisation the document's; {@code ""} for none
   * @param userId an account of Quire's own, or {@code ""} for an external one
   * @param signIn {@code ""} for an external one
   * @param key what its token is signed with; {@code ""} for an external one
   */
  public boolean mayHaveChanged(
      long asOf,
      DocumentId document,
      String organisation,
      String userId,
      String signIn,
      String key) {
    return asOf < unknownThrough
        || (!key.isEmpty() && isAfter(asOf, new Signed(key)))
        || isAfter(asOf, new Right(document, ""))
        || (!userId.isEmpty() && isAfter(asOf, new Right(document, userId)))
        || (!organisation.isEmpty() && !userId.isEmpty() && belongs(asOf, organisation, userId))
        || (!signIn.isEmpty() && isAfter(asOf, new Right(null, signIn)));
  }

  private boolean belongs(long asOf, String organisation, String userId) {
    return isAfter(asOf, new Belonging(organisation, ""))
        || isAfter(asOf, new Belonging(organisation, userId));
  }

  private boolean isAfter(long asOf, Subject right) {
    Long number = changed.get(right);
    return number != null && number > asOf;
  }

  /** Whether the sign-in is known to be over. */
  public boolean hasEnded(String signIn) {
    return !signIn.isEmpty() && changed.containsKey(new Right(null, signIn));
  }

  /** Whether the key is known to be revoked. */
  public boolean isRevoked(String key) {
    return !key.isEmpty() && changed.containsKey(new Signed(key));
  }
}
