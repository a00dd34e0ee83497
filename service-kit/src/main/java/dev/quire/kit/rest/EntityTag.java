package dev.quire.kit.rest;

import dev.quire.wire.Bytes;
import dev.quire.wire.rest.RestReply;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/** Entity tags and the requests that depend on them (RFC 9110, sections 8.8.3 and 13.1). Pure. */
public final class EntityTag {
  private static final int DIGEST_BYTES = 15;

  private EntityTag() {}

  /**
   * The tag of what a document holds. It holds one thing at a revision, as long as the log is the
   * same log.
   */
  public static String of(String incarnation, long revision) {
    return '"' + incarnation + '.' + revision + '"';
  }

  /** If-None-Match, compared weakly as it has to be: whether the caller has this already. */
  public static boolean isKnown(RestCall call, String tag) {
    return isListed(call.header("if-none-match").orElse(""), tag, true);
  }

  /**
   * If-Match, compared strongly as it has to be. Something has to be there for {@code *}, which is
   * so wherever there is a tag.
   *
   * @throws Problem 412 where the caller speaks of another state than this
   */
  public static void require(RestCall call, String tag) {
    call.header("if-match")
        .filter(expected -> !isListed(expected, tag, false))
        .ifPresent(
            expected -> {
              throw changed();
            });
  }

  /** Whether the request names what it expects, and not just anything. */
  public static boolean isExpected(RestCall call) {
    return call.header("if-match").filter(expected -> !expected.strip().equals("*")).isPresent();
  }

  /** 412: it is not what the caller has seen. */
  public static Problem changed() {
    return new Problem(
        412,
        "precondition-failed",
        "Changed meanwhile",
        "It is not what the tag in If-Match stands for any more. Read it again, and decide anew.");
  }

  private static boolean isListed(String list, String tag, boolean weakly) {
    for (String listed : list.split(",", -1)) {
      String bare = listed.strip();
      if (bare.equals("*") || bare.equals(tag) || (weakly && bare.equals("W/" + tag))) {
        return true;
      }
    }
    return false;
  }

  /** The answer to somebody who has it already. */
  public static RestReply unchanged(String tag, long revision) {
    return described(new RestReply(304, List.of(), Bytes.EMPTY), tag, revision);
  }

  /** The same answer with the tag and the revision. */
  public static RestReply described(RestReply reply, String tag, long revision) {
    return Replies.with(
        Replies.with(reply, "quire-revision", Long.toString(revision)), "etag", tag);
  }

  /** The answer with a tag that stands for its body; 304 to somebody who has it already. */
  public static RestReply ofBody(RestCall call, RestReply reply) {
    String tag = '"' + digest(reply.body()) + '"';
    RestReply answer = isKnown(call, tag) ? new RestReply(304, List.of(), Bytes.EMPTY) : reply;
    return Replies.with(answer, "etag", tag);
  }

  private static String digest(Bytes body) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(body.array());
      return Base64.getUrlEncoder().encodeToString(Arrays.copyOf(digest, DIGEST_BYTES));
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException(missing);
    }
  }
}
