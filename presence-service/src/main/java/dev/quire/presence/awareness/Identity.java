package dev.quire.presence.awareness;

import dev.quire.crdt.lib0.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who publishes a state. {@code user.id} and {@code user.name} of the state are set to it, whatever
 * the client wrote there; the rest of the state, {@code user.color} and the like, is the client's.
 */
public record Identity(String userId, String displayName) {
  private static final String USER = "user";

  /**
   * The state with this identity in it. Empty where the state is no JSON object: nothing else can
   * carry an identity.
   *
   * @throws IllegalArgumentException where it is no JSON
   */
  public Optional<String> stamp(String json) {
    if (!(Json.parse(json) instanceof Map<?, ?> state)) {
      return Optional.empty();
    }
    Map<String, @Nullable Object> stamped = copy(state);
    Map<String, @Nullable Object> user =
        state.get(USER) instanceof Map<?, ?> given ? copy(given) : new LinkedHashMap<>();
    user.put("id", userId);
    user.put("name", displayName);
    stamped.put(USER, user);
    return Optional.of(Json.print(stamped));
  }

  private static Map<String, @Nullable Object> copy(Map<?, ?> object) {
    Map<String, @Nullable Object> copy = new LinkedHashMap<>();
    object.forEach((key, value) -> copy.put(String.valueOf(key), value));
    return copy;
  }

  @Override
  public String toString() {
    return "Identity[" + userId + "]";
  }
}
