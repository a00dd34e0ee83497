package dev.quire.edge.identity;

/** A credential that proves nothing. Without a stack trace: it is an answer, not a fault. */
public final class TokenRefused extends RuntimeException {
  private static final long serialVersionUID = 1;

  /**
   * @param reason what is wrong and what to do, for people; nothing of the token
   */
  public TokenRefused(String reason) {
    super(reason, null, false, false);
  }

  public String reason() {
    String message = getMessage();
    return message == null ? "" : message;
  }
}
