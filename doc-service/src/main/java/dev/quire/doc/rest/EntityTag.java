package dev.quire.doc.rest;

import dev.quire.kit.rest.Replies;
import dev.quire.kit.rest.RestCall;
import dev.quire.wire.Bytes;
import dev.quire.wire.rest.RestReply;
import java.util.List;

/**
 * The tag of what a document holds. It holds one thing at a revision, as long as the log is the
 * same log.
 */
final class EntityTag {
  private EntityTag() {}

  static String of(String incarnation, long revision) {
    return '"' + incarnation + '.' + revision + '"';
  }

  /** If-None-Match (RFC 9110, section 13.1.2), compared weakly as it has to be. */
  static boolean isKnown(RestCall call, String tag) {
    for (String known : call.header("if-none-match").orElse("").split(",", -1)) {
      String bare = known.strip();
      if (bare.equals("*") || bare.equals(tag) || bare.equals("W/" + tag)) {
        return true;
      }
    }
    return false;
  }

  /** The answer to somebody who has it already. */
  static RestReply unchanged(String tag, long revision) {
    return described(new RestReply(304, List.of(), Bytes.EMPTY), tag, revision);
  }

  /** The same answer with the tag and the revision. */
  static RestReply described(RestReply reply, String tag, long revision) {
    return Replies.with(
        Replies.with(reply, "quire-revision", Long.toString(revision)), "etag", tag);
  }
}
