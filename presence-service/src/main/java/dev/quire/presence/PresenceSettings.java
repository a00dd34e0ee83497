package dev.quire.presence;

import dev.quire.kit.Settings;
import dev.quire.presence.room.RoomLimits;
import java.net.URI;

/**
 * What presence-service is configured with, checked.
 *
 * @param process this process's name, by which edges and its peers know it
 * @param redis where states are kept between processes
 * @param rooms how many rooms it holds; sessions of one more go on without presence
 */
public record PresenceSettings(String process, URI redis, int rooms, RoomLimits limits) {

  public static PresenceSettings from(Settings settings) {
    RoomLimits defaults = RoomLimits.DEFAULTS;
    return new PresenceSettings(
        settings.text("QUIRE_PROCESS", "quire-1"),
        settings.url("QUIRE_REDIS_URL", "redis://127.0.0.1:6379", "redis", "rediss"),
        settings.integer("QUIRE_LIMIT_PRESENCE_ROOMS", 100_000, 1, 10_000_000),
        new RoomLimits(
            settings.integer(
                "QUIRE_LIMIT_PRESENCE_STATE_BYTES", defaults.stateBytes(), 64, 1 << 20),
            settings.integer(
                "QUIRE_LIMIT_PRESENCE_CLIENTS_PER_SESSION", defaults.clientsPerSession(), 1, 1000),
            settings.integer(
                "QUIRE_LIMIT_PRESENCE_SESSIONS_PER_DOCUMENT", defaults.sessions(), 1, 100_000),
            settings.integer(
                "QUIRE_LIMIT_PRESENCE_DOCUMENT_BYTES", defaults.roomBytes(), 1 << 10, 1 << 30),
            defaults.sendMillis(),
            settings.number(
                "QUIRE_LIMIT_PRESENCE_BYTES_PER_SECOND",
                defaults.sentBytesPerSecond(),
                64 << 10,
                1L << 40),
            defaults.stateLifeMillis()));
  }
}
