package dev.quire.edge.http;

import dev.quire.kit.rest.Problem;
import dev.quire.wire.Principal;
import java.util.regex.Pattern;

/**
 * What people without an account may ask for at all: what a document holds, not who has access to
 * it, and to go on visiting. What they may do with which document their role says.
 */
final class VisitorRequests {
  private static final Pattern OF_A_DOCUMENT =
      Pattern.compile(
          "/api/v1/documents/[^/]+"
              + "(/(state|updates|edits|content|history|diff|blame|presence|anchors(/resolve)?|versions(/.*)?))?");

  static final String VISIT = "/api/v1/links/visit";

  private VisitorRequests() {}

  /**
   * @throws Problem 403 where an account is needed
   */
  static void check(Principal caller, String path) {
    if (caller.isVisitor() && !path.equals(VISIT) && !OF_A_DOCUMENT.matcher(path).matches()) {
      throw Problem.forbidden("This is for people with an account: sign in, or register.");
    }
  }
}
