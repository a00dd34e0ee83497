package dev.quire.collab.owner;

import dev.quire.wire.Bytes;
import java.util.List;

/**
 * Encodes a large document's state away from the event loop, from parts that nobody changes.
 *
 * @param number tells one work of an owner from another
 * @param revision what the state will hold
 * @param base an encoded state
 * @param tail the updates from there to the revision
 * @param stateVector what is to be left out; empty for the whole state
 */
public record StateWork(
    long number, long revision, Bytes base, List<Bytes> tail, Bytes stateVector) {}
