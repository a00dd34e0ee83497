package dev.quire.wire.rest;

import dev.quire.wire.Call;

/** REST by the service that answers it. */
public final class RestCalls {
  /** Everything under {@code /api/v1/auth}, and {@code /.well-known/jwks.json}. */
  public static final Call<RestRequest, RestReply> AUTH =
      new Call<>("quire.rest.auth", RestRequest.class, RestReply.class);

  /** Everything under {@code /api/v1/documents} but what the edge or presence-service answers. */
  public static final Call<RestRequest, RestReply> DOC =
      new Call<>("quire.rest.doc", RestRequest.class, RestReply.class);

  /** {@code GET /api/v1/documents/{id}/presence}. */
  public static final Call<RestRequest, RestReply> PRESENCE =
      new Call<>("quire.rest.presence", RestRequest.class, RestReply.class);

  private RestCalls() {}
}
