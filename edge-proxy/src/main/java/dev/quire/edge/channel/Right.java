package dev.quire.edge.channel;

import dev.quire.wire.Principal;
import dev.quire.wire.SessionId;
import dev.quire.wire.doc.OpenDocument;

/**
 * By what right somebody has the document open.
 *
 * @param author the user id for updates
 * @param signIn as in {@link Principal#session}; {@code ""} for an external token
 * @param asOf the number of the revocation stream up to which this right is known to be good
 * @param organisation the document's; {@code ""} for none
 * @param key as in {@link Principal#key}
 * @param stamp the session that updates are stamped with beside the author
 */
public record Right(
    String author,
    boolean mayEdit,
    String signIn,
    long asOf,
    String organisation,
    String key,
    SessionId stamp) {

  public static Right of(Principal principal, OpenDocument.Access access, SessionId stamp) {
    return new Right(
        principal.userId(),
        access.role().mayEdit(),
        principal.session(),
        access.asOf(),
        access.organisation(),
        principal.key(),
        stamp);
  }
}
