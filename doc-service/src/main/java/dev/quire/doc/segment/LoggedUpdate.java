package dev.quire.doc.segment;

import dev.quire.wire.Bytes;

/**
 * A revision as the log keeps it.
 *
 * @param receivedAtMicros microseconds since 1970, by the database's clock
 */
public record LoggedUpdate(
    long revision, long epoch, String author, long receivedAtMicros, Bytes update) {}
