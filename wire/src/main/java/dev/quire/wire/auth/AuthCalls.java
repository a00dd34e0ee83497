package dev.quire.wire.auth;

import dev.quire.wire.Address;
import dev.quire.wire.Call;
import dev.quire.wire.Principal;
import dev.quire.wire.WireMessage;
import java.util.List;

/** What auth-service answers. Any auth process answers any of these. */
public final class AuthCalls {
  /**
   * The public keys that access tokens are signed with: {@code alg} {@code EdDSA}, {@code kty}
   * {@code OKP}, {@code crv} {@code Ed25519} (RFC 8037), and no other. A token names its key by
   * {@code kid}; one that names a key the reader does not know is a reason to ask again, at most
   * every few seconds.
   */
  public static final Call<ReadKeys, Keys> READ_KEYS =
      new Call<>("quire.auth.keys", ReadKeys.class, Keys.class);

  /** Spends a one-time ticket. Fails with {@code UNAUTHENTICATED} where it is unknown or spent. */
  public static final Call<RedeemTicket, Principal> REDEEM_TICKET =
      new Call<>("quire.auth.ticket", RedeemTicket.class, Principal.class);

  /** Who has this address. Fails with {@code NOT_FOUND} where nobody does. */
  public static final Call<FindUser, FoundUser> FIND_USER =
      new Call<>("quire.auth.find", FindUser.class, FoundUser.class);

  /** An access token for somebody without an account. */
  public static final Call<IssueVisit, VisitToken> ISSUE_VISIT =
      new Call<>("quire.auth.visit", IssueVisit.class, VisitToken.class);

  /**
   * Sessions have ended, published to every edge and owner when the revocation stream has them: ask
   * it at once. It may be lost, so nothing waits for it.
   */
  public static final Address<SessionsEnded> SESSIONS_ENDED =
      new Address<>("quire.auth.ended", SessionsEnded.class);

  private AuthCalls() {}

  public record ReadKeys() implements WireMessage {}

  /**
   * @param jwks a JSON Web Key Set (RFC 7517), public parts only
   */
  public record Keys(String jwks) implements WireMessage {}

  public record RedeemTicket(String ticket) implements WireMessage {
    /** The ticket is a credential and stays out of logs. */
    @Override
    public String toString() {
      return "RedeemTicket[redacted]";
    }
  }

  /**
   * @param email as typed; what differs only in case or surrounding space is the same address
   */
  public record FindUser(String email) implements WireMessage {
    /** Addresses belong to people and stay out of logs. */
    @Override
    public String toString() {
      return "FindUser[redacted]";
    }
  }

  public record FoundUser(String userId, String displayName) implements WireMessage {}

  /**
   * @param visitor begins with {@link Principal#VISITOR}
   * @param displayName for other people to read
   * @param session as in {@link Principal#session}
   * @param lifeSeconds how long the token is to last; never longer than others do
   */
  public record IssueVisit(String visitor, String displayName, String session, long lifeSeconds)
      implements WireMessage {}

  /**
   * @param expiresInSeconds from now
   */
  public record VisitToken(String accessToken, long expiresInSeconds) implements WireMessage {
    /** The token is a credential and stays out of logs. */
    @Override
    public String toString() {
      return "VisitToken[redacted]";
    }
  }

  /**
   * @param sessions as in {@link Principal#session}
   * @param keys as in {@link Principal#key}: revoked
   */
  public record SessionsEnded(List<String> sessions, List<String> keys) implements WireMessage {}
}
