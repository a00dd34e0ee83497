package dev.quire.presence.room;

/**
 * A session: one document on one socket.
 *
 * @param number as its edge numbers it
 */
public record SessionKey(String edge, long number) {}
