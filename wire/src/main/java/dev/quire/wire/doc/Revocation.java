package dev.quire.wire.doc;

import dev.quire.wire.DocumentId;
import dev.quire.wire.Role;
import dev.quire.wire.WireMessage;
import org.jspecify.annotations.Nullable;

/**
 * An entry of the revocation stream: some right is not what it was. Entries are numbered 1, 2, 3 …
 * without a gap, in the order of their commits, each in the transaction of the change itself.
 */
public sealed interface Revocation extends WireMessage {
  long number();

  /**
   * An account of Quire's own has another role on the document than before.
   *
   * @param role the new one; null where it has none any more
   */
  record RightChanged(long number, DocumentId document, String userId, @Nullable Role role)
      implements Revocation {}

  /** The document was deleted: nobody has a right on it. */
  record DocumentDeleted(long number, DocumentId document) implements Revocation {}

  /**
   * A sign-in is over, and what was opened with its tokens with it.
   *
   * @param session as in {@link dev.quire.wire.Principal#session}
   */
  record SignInEnded(long number, String session) implements Revocation {}

  /**
   * What an account may do with any document of the organisation may be something else than before:
   * ask again.
   *
   * @param organisation as in {@link OpenDocument.Access#organisation}
   * @param userId whose; {@code ""} for everybody's
   */
  record OrganisationChanged(long number, String organisation, String userId)
      implements Revocation {}

  /**
   * Whatever was signed with this key is good for nothing any more.
   *
   * @param key as in {@link dev.quire.wire.Principal#key}
   */
  record KeyRevoked(long number, String key) implements Revocation {}
}
