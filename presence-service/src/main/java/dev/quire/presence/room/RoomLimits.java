package dev.quire.presence.room;

/**
 * What a room bounds, and what it does at the bound.
 *
 * @param stateBytes a larger state is dropped, the client's last one stays
 * @param clientsPerSession further client ids of a session are dropped
 * @param sessions one more is not let in
 * @param roomBytes states that would take the room's sum over it are dropped
 * @param sendMillis frames to the sessions are at least this far apart; changes wait, newest only
 * @param sentBytesPerSecond frames are further apart where all sessions together would be sent
 *     more: many carets among many readers are seen to move less often, so that edits have the
 *     machine
 * @param stateLifeMillis a state not published again for so long is removed, as stock clients do
 */
public record RoomLimits(
    int stateBytes,
    int clientsPerSession,
    int sessions,
    int roomBytes,
    long sendMillis,
    long sentBytesPerSecond,
    long stateLifeMillis) {

  public static final RoomLimits DEFAULTS =
      new RoomLimits(8 << 10, 8, 10_000, 8 << 20, 50, 16 << 20, 30_000);
}
