package dev.quire.wire.rest;

import dev.quire.wire.Bytes;
import dev.quire.wire.WireMessage;
import java.util.List;

/**
 * What goes back to the HTTP client.
 *
 * @param headers {@code content-type}, {@code set-cookie} and others; the edge adds those that
 *     every answer carries
 */
public record RestReply(int status, List<RestRequest.Pair> headers, Bytes body)
    implements WireMessage {

  @Override
  public String toString() {
    return status + " " + body;
  }
}
