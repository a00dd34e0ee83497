package dev.quire.edge.socket;

/** Why the edge closes a socket (CloseEvent.code); PROTOCOL.md says what a client makes of each. */
public final class CloseCode {
  public static final int FRAME_TOO_LARGE = 1009;
  public static final int RESTARTING = 1012;
  public static final int OVERLOADED = 1013;
  public static final int LOST_PLACE = 4205;
  public static final int MALFORMED = 4400;
  public static final int UNAUTHENTICATED = 4401;
  public static final int FORBIDDEN = 4403;
  public static final int NO_SUCH_DOCUMENT = 4404;
  public static final int AUTHENTICATION_LATE = 4408;
  public static final int OTHER_HISTORY = 4409;

  /** At most 123 bytes, as every reason. */
  static final String WHY_OTHER_HISTORY =
      "Another document's history, or its initial content again: discard the local copy and open it anew.";

  /**
   * Whether the client has said what an honest one does not say again and again. A token that is
   * refused is a fault, too; that a sign-in or a token ends while its socket is open is none.
   */
  static boolean isTheirFault(int code) {
    return code == MALFORMED || code == FRAME_TOO_LARGE;
  }

  private CloseCode() {}
}
