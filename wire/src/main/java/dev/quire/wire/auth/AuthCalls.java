package dev.quire.wire.auth;

import dev.quire.wire.Call;
import dev.quire.wire.Principal;
import dev.quire.wire.WireMessage;

/** What auth-service answers. */
public final class AuthCalls {
  /** The public keys that access tokens are signed with. */
  public static final Call<ReadKeys, Keys> READ_KEYS =
      new Call<>("quire.auth.keys", ReadKeys.class, Keys.class);

  /** Spends a one-time ticket. Fails with {@code UNAUTHENTICATED} where it is unknown or spent. */
  public static final Call<RedeemTicket, Principal> REDEEM_TICKET =
      new Call<>("quire.auth.ticket", RedeemTicket.class, Principal.class);

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
}
