package dev.quire.edge.pace;

import dev.quire.kit.Settings;

/**
 * The edge's bounds, each a setting {@code QUIRE_LIMIT_…}. What happens at each stands with it.
 *
 * @param unauthenticatedFrameBytes a longer message before authentication: closed with 1009
 * @param frameBytes a longer message: closed with 1009
 * @param documentsPerSocket more on one socket: PermissionDenied for the one that is too many
 * @param authenticateMillis nobody authenticated within this time: closed with 4408
 * @param pingMillis how often a socket is pinged
 * @param missedPings unanswered pings in a row after which a socket is closed
 * @param outputBytes unsent output of a socket: closed with 4205; awareness is left out from half
 *     of it; synchronisation is exempt, and written with back-pressure
 * @param updateFramesPerSecond edits and state vectors of a socket; over it the socket is read more
 *     slowly; 0 for no limit, nor any other on what users, addresses and documents bring in a
 *     second
 * @param updateFramesBurst edits and state vectors of a socket that may come at once
 * @param throttledMillis a socket read slowly for this long without a pause: closed with 1013
 * @param unansweredBytes edits and state vectors of a socket that have not been answered: reading
 *     stops till they are
 * @param unansweredFrames the same by number
 * @param awarenessBytes a longer awareness update is dropped
 * @param awarenessFramesPerSecond awareness and queries of a socket; what is over it is dropped; 0
 *     for no limit
 * @param bodyBytes a longer HTTP body: 413
 * @param bodyMillis an HTTP body that takes longer to arrive: 408; a stranger's has as long as
 *     there is to authenticate
 * @param allBodyBytes of HTTP bodies that are held at the same moment, each loop: 503 for the one
 *     that goes over it; strangers have an eighth of it besides
 * @param requestsAtOnce requests of REST that are being answered at the same moment, each loop: 503
 *     for one more
 * @param sockets of the whole process: one more is refused with 503, and the edge is not ready
 * @param unauthenticatedSockets of the whole process: one more is refused with 503
 * @param socketsPerAddress one more is refused with 429; 0 for no limit
 * @param socketsPerUser one more is closed with 1013; 0 for no limit
 * @param requestMillis a connection may take this long to its first whole request: closed
 * @param connections of each loop, idle ones and HTTP's included: one more is closed unread
 * @param allOutputBytes unsent output of each loop, all its sockets together: those with the most
 *     are closed with 4205 until there is less
 * @param partialBytes held of messages that have not come whole, all sockets together: the socket
 *     that goes over it is closed with 1013; strangers have an eighth of it besides
 * @param compression whether clients may compress messages; what they are then, unpacked, is held
 *     to the limits above ({@code QUIRE_EDGE_COMPRESSION})
 * @param pace of users, addresses and documents, over all of their sockets
 */
public record EdgeLimits(
    int unauthenticatedFrameBytes,
    int frameBytes,
    int documentsPerSocket,
    long authenticateMillis,
    long pingMillis,
    int missedPings,
    int outputBytes,
    int updateFramesPerSecond,
    int updateFramesBurst,
    long throttledMillis,
    int unansweredBytes,
    int unansweredFrames,
    int awarenessBytes,
    int awarenessFramesPerSecond,
    int bodyBytes,
    long bodyMillis,
    long allBodyBytes,
    int requestsAtOnce,
    int sockets,
    int unauthenticatedSockets,
    int socketsPerAddress,
    int socketsPerUser,
    long requestMillis,
    int connections,
    long allOutputBytes,
    long partialBytes,
    boolean compression,
    PaceLimits pace) {
  private static final int SHARE_OF_STRANGERS = 8;

  /** What those who are known, or those who are not, may hold together. */
  public long partialBytes(boolean isKnown) {
    return isKnown ? partialBytes : partialBytes / SHARE_OF_STRANGERS;
  }

  /** The same of HTTP bodies; one of the longest that may be always has room. */
  public long allBodyBytes(boolean isKnown) {
    return isKnown
        ? Math.max(allBodyBytes, bodyBytes)
        : Math.max(allBodyBytes / SHARE_OF_STRANGERS, unauthenticatedFrameBytes);
  }

  public static EdgeLimits from(Settings settings) {
    int framesPerSecond =
        settings.integer("QUIRE_LIMIT_UPDATE_FRAMES_PER_SECOND", 200, 0, 1_000_000);
    return new EdgeLimits(
        settings.integer("QUIRE_LIMIT_UNAUTHENTICATED_FRAME_BYTES", 64 << 10, 1 << 10, 16 << 20),
        settings.integer("QUIRE_LIMIT_FRAME_BYTES", 16 << 20, 64 << 10, 128 << 20),
        settings.integer("QUIRE_LIMIT_DOCUMENTS_PER_SOCKET", 100, 1, 100_000),
        settings.number("QUIRE_LIMIT_AUTHENTICATE_MILLIS", 10_000, 100, 600_000),
        settings.number("QUIRE_LIMIT_PING_MILLIS", 15_000, 100, 600_000),
        settings.integer("QUIRE_LIMIT_MISSED_PINGS", 2, 1, 100),
        settings.integer("QUIRE_LIMIT_OUTPUT_BYTES", 4 << 20, 64 << 10, 1 << 30),
        framesPerSecond,
        settings.integer("QUIRE_LIMIT_UPDATE_FRAMES_BURST", 1_000, 1, 1_000_000),
        settings.number("QUIRE_LIMIT_THROTTLED_MILLIS", 120_000, 100, 86_400_000),
        settings.integer("QUIRE_LIMIT_UNANSWERED_BYTES", 4 << 20, 64 << 10, 1 << 30),
        settings.integer("QUIRE_LIMIT_UNANSWERED_FRAMES", 2_000, 1, 1_000_000),
        settings.integer("QUIRE_LIMIT_AWARENESS_BYTES", 64 << 10, 1 << 10, 16 << 20),
        settings.integer("QUIRE_LIMIT_AWARENESS_FRAMES_PER_SECOND", 100, 0, 1_000_000),
        settings.integer("QUIRE_LIMIT_BODY_BYTES", 16 << 20, 64 << 10, 128 << 20),
        settings.number("QUIRE_LIMIT_BODY_MILLIS", 60_000, 100, 600_000),
        settings.number("QUIRE_LIMIT_ALL_BODY_BYTES", 256 << 20, 1 << 20, Long.MAX_VALUE),
        settings.integer("QUIRE_LIMIT_REQUESTS_AT_ONCE", 500, 1, 1_000_000),
        settings.integer("QUIRE_LIMIT_SOCKETS", 100_000, 1, 10_000_000),
        settings.integer("QUIRE_LIMIT_UNAUTHENTICATED_SOCKETS", 10_000, 1, 10_000_000),
        settings.integer("QUIRE_LIMIT_SOCKETS_PER_ADDRESS", 0, 0, 10_000_000),
        settings.integer("QUIRE_LIMIT_SOCKETS_PER_USER", 0, 0, 10_000_000),
        settings.number("QUIRE_LIMIT_REQUEST_MILLIS", 20_000, 100, 600_000),
        settings.integer("QUIRE_LIMIT_CONNECTIONS", 150_000, 1, 10_000_000),
        settings.number("QUIRE_LIMIT_ALL_OUTPUT_BYTES", 256 << 20, 1 << 20, Long.MAX_VALUE),
        settings.number("QUIRE_LIMIT_PARTIAL_BYTES", 256 << 20, 1 << 20, Long.MAX_VALUE),
        settings.flag("QUIRE_EDGE_COMPRESSION", false),
        PaceLimits.from(settings, framesPerSecond == 0));
  }
}
