package dev.quire.auth.account;

import io.vertx.core.json.JsonObject;
import java.util.UUID;

/** Somebody who can sign in. */
public record Account(UUID id, EmailAddress email, String displayName) {

  /** As the API shows it to its owner. */
  public JsonObject toJson() {
    return new JsonObject()
        .put("id", id.toString())
        .put("email", email.value())
        .put("displayName", displayName);
  }

  @Override
  public String toString() {
    return "Account[" + id + "]";
  }
}
