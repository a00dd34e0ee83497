package dev.quire.kit.rest;

import dev.quire.wire.Principal;
import dev.quire.wire.rest.RestRequest;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.Optional;

/**
 * A request that has found its handler.
 *
 * @param parameters what stands in the path where the template has names, decoded
 */
public record RestCall(RestRequest request, Map<String, String> parameters) {

  public String parameter(String name) {
    String value = parameters.get(name);
    if (value == null) {
      throw new IllegalArgumentException("the template has no {" + name + "}");
    }
    return value;
  }

  public Optional<String> query(String name) {
    return request.query().stream()
        .filter(pair -> pair.name().equals(name))
        .map(RestRequest.Pair::value)
        .findFirst();
  }

  /**
   * @throws Problem 400 where it is given, but no whole number from {@code min} to {@code max}
   */
  public long query(String name, long otherwise, long min, long max) {
    Optional<String> given = query(name);
    if (given.isEmpty()) {
      return otherwise;
    }
    try {
      long value = Long.parseLong(given.get());
      if (value >= min && value <= max) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Answered below, like a number out of range.
    }
    throw Problem.invalid("'" + name + "' must be a whole number from " + min + " to " + max + ".");
  }

  /** By its name in lower case. */
  public Optional<String> header(String name) {
    return request.headers().stream()
        .filter(pair -> pair.name().equals(name))
        .map(RestRequest.Pair::value)
        .findFirst();
  }

  /**
   * @throws Problem 401 where the request carries no access token
   */
  public Principal caller() {
    Principal caller = request.caller();
    if (caller == null) {
      throw Problem.unauthenticated("Send an access token: 'Authorization: Bearer …'.");
    }
    return caller;
  }

  /**
   * @throws Problem 400 where the body is not a JSON object
   */
  public JsonObject json() {
    try {
      return new JsonObject(Buffer.buffer(request.body().array()));
    } catch (DecodeException | ClassCastException e) {
      throw Problem.invalid("The body must be a JSON object in UTF-8.");
    }
  }
}
