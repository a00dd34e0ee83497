package dev.quire.doc.rest;

import dev.quire.doc.document.Uuid7;
import dev.quire.kit.rest.RestCall;
import dev.quire.wire.DocumentId;
import java.time.Clock;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** Ids of what requests create: a new one, or the one that the request brings with it. */
public record NewIds(Clock clock, RandomGenerator random) {
  UUID of(RestCall call) {
    DocumentId given = call.request().resource();
    return given == null ? Uuid7.of(clock.millis(), random) : given.toUuid();
  }
}
