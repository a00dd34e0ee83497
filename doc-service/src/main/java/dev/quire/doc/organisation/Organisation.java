package dev.quire.doc.organisation;

import dev.quire.wire.Role;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An organisation as one of those who belong to it sees it.
 *
 * @param defaultRole what members may do with each of its documents; null for nothing
 * @param kind how the viewer belongs to it
 */
public record Organisation(
    UUID id, String name, @Nullable Role defaultRole, Kind kind, Instant createdAt) {}
