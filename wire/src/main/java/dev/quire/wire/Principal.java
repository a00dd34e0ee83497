package dev.quire.wire;

import java.util.List;

/**
 * Who a request or session speaks for, as the edge has verified it.
 *
 * @param realm who vouches for the identity; a user id means something only within its realm
 * @param userId the account's id, or the {@code sub} of a token that the user's own application
 *     signed; never blank
 * @param displayName for other people to read
 * @param session what to name when this sign-in is revoked ({@code ""} for external tokens)
 * @param expiresAtMillis when the token ends, milliseconds since 1970
 * @param grants what an external token allows, in its order; empty for Quire's own accounts, whose
 *     rights are membership
 * @param key the name of the key of Quire's own that its token is signed with, which may be
 *     revoked; {@code ""} for external tokens
 */
public record Principal(
    Realm realm,
    String userId,
    String displayName,
    String session,
    long expiresAtMillis,
    List<Grant> grants,
    String key)
    implements WireMessage {

  /** By no key of Quire's own. */
  public Principal(
      Realm realm,
      String userId,
      String displayName,
      String session,
      long expiresAtMillis,
      List<Grant> grants) {
    this(realm, userId, displayName, session, expiresAtMillis, grants, "");
  }

  /**
   * What the user ids of visitors begin with: people without an account who have opened a share
   * link. No account's id does.
   */
  public static final String VISITOR = "guest-";

  /**
   * Whether this is somebody without an account, who may do what one link gives on its document.
   */
  public boolean isVisitor() {
    return realm == Realm.QUIRE && userId.startsWith(VISITOR);
  }

  /** Who vouches for an identity. */
  public enum Realm {
    QUIRE,
    EXTERNAL
  }

  /**
   * A right that an external token carries.
   *
   * @param pattern a document name, or a glob in which {@code *} stands for any characters
   */
  public record Grant(String pattern, Role role) implements WireMessage {}
}
