package dev.quire.edge.identity;

import dev.quire.wire.Principal;
import dev.quire.wire.Principal.Grant;
import dev.quire.wire.Principal.Realm;
import dev.quire.wire.Role;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** Turns the claims of a verified token into a {@link Principal}. */
final class TokenClaims {
  private static final int MAX_ID_CHARS = 256;
  private static final int MAX_NAME_CHARS = 256;
  private static final int MAX_GRANTS = 1_000;

  private TokenClaims() {}

  /**
   * @param key that the token is signed with
   */
  static Principal own(JsonObject claims, String key) {
    return principal(Realm.QUIRE, claims, claims.getString("sid", ""), List.of(), key);
  }

  static Principal external(JsonObject claims) {
    return principal(Realm.EXTERNAL, claims, "", grants(claims.getJsonObject("documents")), "");
  }

  private static Principal principal(
      Realm realm, JsonObject claims, String session, List<Grant> grants, String key) {
    String subject = claims.getString("sub", "");
    if (subject.isBlank() || subject.length() > MAX_ID_CHARS) {
      throw new TokenRefused("The access token's 'sub' must have 1 to 256 characters.");
    }
    if (!isStorable(subject)) {
      throw new TokenRefused("The access token's 'sub' must not hold control characters.");
    }
    Long expires = claims.getLong("exp");
    if (expires == null) {
      throw new TokenRefused("The access token must have an 'exp'.");
    }
    String name = claims.getString("name", subject);
    return new Principal(
        realm,
        subject,
        name.length() > MAX_NAME_CHARS ? name.substring(0, MAX_NAME_CHARS) : name,
        session,
        Math.multiplyExact(expires, 1_000L),
        grants,
        key);
  }

  /**
   * The subject is the author of updates in the log, and PostgreSQL keeps neither NUL nor half a
   * character: an append with such an author would fail for all documents in it.
   */
  private static boolean isStorable(String subject) {
    return subject
        .codePoints()
        .noneMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE);
  }

  private static List<Grant> grants(JsonObject documents) {
    if (documents == null) {
      throw new TokenRefused(
          "The access token must have 'documents': names or globs, and a role for each.");
    }
    if (documents.size() > MAX_GRANTS) {
      throw new TokenRefused("The access token's 'documents' has more than 1000 entries.");
    }
    List<Grant> grants = new ArrayList<>(documents.size());
    for (String pattern : documents.fieldNames()) {
      Role role =
          Role.ofWord(documents.getString(pattern, ""))
              .orElseThrow(
                  () ->
                      new TokenRefused(
                          "A role in the access token's 'documents' is none of viewer, commenter,"
                              + " editor and owner."));
      grants.add(new Grant(pattern, role));
    }
    return List.copyOf(grants);
  }
}
