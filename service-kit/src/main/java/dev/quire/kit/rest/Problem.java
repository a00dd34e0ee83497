package dev.quire.kit.rest;

import dev.quire.wire.WireFailure;
import dev.quire.wire.rest.RestReply;
import io.vertx.core.json.JsonObject;
import java.util.Locale;

/**
 * What went wrong with a request, as an RFC 9457 problem document.
 *
 * <p>Without a stack trace: it is an answer, not a fault.
 */
public final class Problem extends RuntimeException {
  private static final long serialVersionUID = 1;
  private static final String TYPES = "urn:quire:problem:";

  private static final int UNAVAILABLE = 503;
  private static final long RETRY_SECONDS = 2;

  private final int status;
  private final String type;
  private final String title;

  /** When to come again; 0 where nothing says that it would help. */
  private final long retrySeconds;

  /**
   * @param type stable, for programs: lower case words with hyphens
   * @param detail what the person can do about it
   */
  public Problem(int status, String type, String title, String detail) {
    this(status, type, title, detail, status == UNAVAILABLE ? RETRY_SECONDS : 0);
  }

  private Problem(int status, String type, String title, String detail, long retrySeconds) {
    super(detail, null, false, false);
    this.status = status;
    this.type = type;
    this.title = title;
    this.retrySeconds = retrySeconds;
  }

  /**
   * 429 with {@code Retry-After}.
   *
   * @param retrySeconds at least 1
   */
  public static Problem tooManyRequests(String detail, long retrySeconds) {
    return new Problem(429, "too-many-requests", "Too many requests", detail, retrySeconds);
  }

  public static Problem invalid(String detail) {
    return new Problem(400, "invalid-request", "The request is not valid", detail);
  }

  public static Problem unauthenticated(String detail) {
    return new Problem(401, "unauthenticated", "Sign in first", detail);
  }

  public static Problem forbidden(String detail) {
    return new Problem(403, "forbidden", "Not allowed", detail);
  }

  public static Problem notFound(String detail) {
    return new Problem(404, "not-found", "Not found", detail);
  }

  public static Problem conflict(String detail) {
    return new Problem(409, "conflict", "Conflict", detail);
  }

  /** What a failed call to another service means for the caller of this one. */
  public static Problem of(WireFailure failure) {
    return switch (failure.code()) {
      case INVALID -> invalid(failure.detail());
      case UNAUTHENTICATED -> unauthenticated(failure.detail());
      case FORBIDDEN -> forbidden(failure.detail());
      case NOT_FOUND -> notFound(failure.detail());
      case CONFLICT -> conflict(failure.detail());
      case OVERLOADED -> new Problem(503, "overloaded", "Too busy", failure.detail());
      case UNAVAILABLE -> new Problem(503, "unavailable", "Not available", failure.detail());
      case TIMEOUT -> new Problem(504, "timeout", "No answer in time", failure.detail());
      case TOO_LARGE -> new Problem(413, "too-large", "Too large", failure.detail());
      case TOO_COSTLY -> new Problem(422, "too-costly", "Takes too long", failure.detail());
      case HISTORY_TOO_LONG ->
          new Problem(422, "history-too-long", "The history is too long", failure.detail());
      case INTERNAL -> new Problem(500, "internal", "Something went wrong", failure.detail());
    };
  }

  public int status() {
    return status;
  }

  public String detail() {
    String message = getMessage();
    return message == null ? "" : message;
  }

  public RestReply reply() {
    JsonObject body =
        new JsonObject()
            .put("type", TYPES + type.toLowerCase(Locale.ROOT))
            .put("title", title)
            .put("status", status)
            .put("detail", detail());
    RestReply reply = Replies.bytes(status, "application/problem+json", body.toBuffer().getBytes());
    return retrySeconds > 0
        ? Replies.with(reply, "retry-after", Long.toString(retrySeconds))
        : reply;
  }
}
