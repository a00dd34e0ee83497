package dev.quire.wire.rest;

import dev.quire.wire.Bytes;
import dev.quire.wire.DocumentId;
import dev.quire.wire.Principal;
import dev.quire.wire.WireMessage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP request as a service sees it: the edge has limited it and verified who calls.
 *
 * @param path as sent, percent-encoded, without the query, for example {@code
 *     /api/v1/documents/…/state}
 * @param query the parameters in their order, decoded
 * @param headers those that services may read: names in lower case, {@code content-type}, {@code
 *     if-none-match}, {@code cookie}, {@code x-quire-csrf}, {@code idempotency-key}, {@code accept}
 * @param caller null where the request carries no access token (a bad one never gets here)
 * @param address the client's address, for limits
 * @param resource the id of what the request creates, where its answer must be the same if it comes
 *     again; given by the edge, never by the client; null where any new id will do
 */
public record RestRequest(
    String method,
    String path,
    List<Pair> query,
    List<Pair> headers,
    @Nullable Principal caller,
    String address,
    Bytes body,
    @Nullable DocumentId resource)
    implements WireMessage {

  public RestRequest(
      String method,
      String path,
      List<Pair> query,
      List<Pair> headers,
      @Nullable Principal caller,
      String address,
      Bytes body) {
    this(method, path, query, headers, caller, address, body, null);
  }

  public record Pair(String name, String value) implements WireMessage {}

  /** The same request with another body. */
  public RestRequest withBody(Bytes other) {
    return new RestRequest(method, path, query, headers, caller, address, other, resource);
  }

  /** The same request, for a resource of this id. */
  public RestRequest withResource(DocumentId id) {
    return new RestRequest(method, path, query, headers, caller, address, body, id);
  }

  /** Where a request is logged: what it asks for, never what it carries. */
  @Override
  public String toString() {
    return method + " " + path;
  }
}
