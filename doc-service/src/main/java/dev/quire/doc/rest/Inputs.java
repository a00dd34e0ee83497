package dev.quire.doc.rest;

import dev.quire.doc.document.DocumentName;
import dev.quire.kit.rest.Problem;
import dev.quire.wire.DocumentId;
import dev.quire.wire.Role;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/** Fields of a request's body. All of them throw a {@link Problem} that says what to send. */
final class Inputs {
  private static final int MAX_EMAIL = 320;
  private static final int MAX_VERSION_NAME = 200;

  /** Far more than anybody means, and far less than a database can't hold. */
  private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");

  private Inputs() {}

  static String title(JsonObject body) {
    String title = required(body, "title").strip();
    DocumentName.faultOfTitle(title).ifPresent(Inputs::refuse);
    return title;
  }

  static Optional<String> name(JsonObject body) {
    Optional<String> name = optional(body, "name");
    name.flatMap(DocumentName::faultOf).ifPresent(Inputs::refuse);
    return name;
  }

  static Role role(JsonObject body) {
    return Role.ofWord(required(body, "role"))
        .orElseThrow(
            () ->
                Problem.invalid(
                    "'role' must be one of "
                        + Arrays.stream(Role.values())
                            .map(Role::word)
                            .collect(Collectors.joining(", "))
                        + "."));
  }

  static String email(JsonObject body) {
    String email = required(body, "email").strip();
    if (email.isEmpty() || email.length() > MAX_EMAIL) {
      throw Problem.invalid("'email' must be an e-mail address.");
    }
    return email;
  }

  static String versionName(JsonObject body) {
    String name = required(body, "name").strip();
    if (name.isEmpty() || name.length() > MAX_VERSION_NAME || name.indexOf('\0') >= 0) {
      throw Problem.invalid("'name' must have 1 to " + MAX_VERSION_NAME + " characters.");
    }
    return name;
  }

  static Optional<Instant> time(JsonObject body, String field) {
    try {
      Optional<Instant> time = optional(body, field).map(Instant::parse);
      if (time.filter(LATEST::isBefore).isPresent()) {
        throw Problem.invalid("'" + field + "' is too far away.");
      }
      return time;
    } catch (DateTimeParseException malformed) {
      throw Problem.invalid("'" + field + "' must be a time like 2026-01-31T12:00:00Z.");
    }
  }

  /** False where it is missing. */
  static boolean flag(JsonObject body, String field) {
    Object value = body.getValue(field);
    if (value == null || value instanceof Boolean) {
      return Boolean.TRUE.equals(value);
    }
    throw Problem.invalid("'" + field + "' must be true or false.");
  }

  static Optional<UUID> id(JsonObject body, String field) {
    return optional(body, field)
        .map(
            text ->
                DocumentId.parse(text)
                    .map(DocumentId::toUuid)
                    .orElseThrow(() -> Problem.invalid("'" + field + "' must be an id.")));
  }

  /** The revision that is asked for, or the last one. */
  static long revision(JsonObject body, long last) {
    Object value = body.getValue("revision");
    if (value == null) {
      return last;
    }
    if (value instanceof Integer || value instanceof Long) {
      long revision = ((Number) value).longValue();
      if (revision >= 0 && revision <= last) {
        return revision;
      }
    }
    throw Problem.invalid("'revision' must be a whole number from 0 to " + last + ".");
  }

  static String required(JsonObject body, String field) {
    return optional(body, field)
        .orElseThrow(() -> Problem.invalid("'" + field + "' is missing from the body."));
  }

  private static Optional<String> optional(JsonObject body, String field) {
    Object value = body.getValue(field);
    if (value == null) {
      return Optional.empty();
    }
    if (value instanceof String text) {
      return Optional.of(text);
    }
    throw Problem.invalid("'" + field + "' must be a string.");
  }

  private static void refuse(String fault) {
    throw Problem.invalid(fault);
  }
}
