package dev.quire.wire;

/**
 * Where requests of one type go, and what comes back. Several processes may answer one call; each
 * request goes to one of them, in turn.
 *
 * @param name the event bus address
 */
public record Call<Q extends WireMessage, R extends WireMessage>(
    String name, Class<Q> request, Class<R> reply) {}
