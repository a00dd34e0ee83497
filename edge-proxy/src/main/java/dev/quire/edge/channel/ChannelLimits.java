package dev.quire.edge.channel;

/**
 * The bounds of one channel.
 *
 * @param heldBytes fan-out kept for sessions that are being synchronised; over it the oldest is
 *     forgotten and asked for again when it is needed
 * @param repeatMillis how long to wait before an unanswered Probe, Replay or Open is repeated
 * @param answerMillis how long an owner may leave a frame unanswered before the session is opened
 *     anew and its frames are sent again; doubled each time without an answer, up to eight times;
 *     also how often the owner is told which sessions there are
 */
public record ChannelLimits(int heldBytes, long repeatMillis, long answerMillis) {
  public static final ChannelLimits DEFAULT = new ChannelLimits(1 << 20, 1_000, 10_000);
}
