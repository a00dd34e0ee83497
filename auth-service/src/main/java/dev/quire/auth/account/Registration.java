package dev.quire.auth.account;

import dev.quire.kit.rest.Problem;
import io.vertx.core.json.JsonObject;

/** What somebody registers with, checked. */
public record Registration(EmailAddress email, String password, String displayName) {
  private static final int MIN_PASSWORD = 8;
  private static final int MAX_PASSWORD = 256;
  private static final int MAX_NAME = 100;

  /**
   * @throws Problem 400 that says which field is wrong and what it takes
   */
  public static Registration of(JsonObject body) {
    return new Registration(
        email(body), password(body, "password"), displayName(text(body, "displayName")));
  }

  /**
   * @throws Problem 400 where there is no address that mail could be sent to
   */
  public static EmailAddress email(JsonObject body) {
    return EmailAddress.parse(text(body, "email"))
        .orElseThrow(() -> Problem.invalid("'email' must be an address like ada@example.org."));
  }

  /**
   * A password that somebody wants to have.
   *
   * @throws Problem 400 where it is too short or too long
   */
  public static String password(JsonObject body, String field) {
    String password = text(body, field);
    int length = password.codePointCount(0, password.length());
    if (length < MIN_PASSWORD || length > MAX_PASSWORD) {
      throw Problem.invalid(
          "'"
              + field
              + "' must have from "
              + MIN_PASSWORD
              + " to "
              + MAX_PASSWORD
              + " characters; this one has "
              + length
              + ".");
    }
    return password;
  }

  /**
   * @throws Problem 400 where the field is missing or is no text
   */
  public static String text(JsonObject body, String field) {
    if (body.getValue(field) instanceof String text) {
      return text;
    }
    throw Problem.invalid("'" + field + "' is missing: send it as text.");
  }

  private static String displayName(String given) {
    String name = given.strip();
    int length = name.codePointCount(0, name.length());
    if (length < 1 || length > MAX_NAME || !name.codePoints().allMatch(Registration::isPrintable)) {
      throw Problem.invalid(
          "'displayName' must have from 1 to " + MAX_NAME + " characters, control characters not.");
    }
    return name;
  }

  /** Keeps out what would break a line or turn the reading direction of what stands around it. */
  private static boolean isPrintable(int point) {
    int type = Character.getType(point);
    boolean turnsDirection =
        (point >= 0x202A && point <= 0x202E) || (point >= 0x2066 && point <= 0x2069);
    return type != Character.CONTROL
        && type != Character.LINE_SEPARATOR
        && type != Character.PARAGRAPH_SEPARATOR
        && type != Character.SURROGATE
        && !turnsDirection;
  }

  /** Nothing of it belongs in a log. */
  @Override
  public String toString() {
    return "Registration[redacted]";
  }
}
