package dev.quire.richtext;

import java.io.IOException;
import java.io.StringReader;

/**
 * Gives a text to a parser of somebody else's a piece at a time, and ends the parsing when the time
 * is up: with {@link ContentException}, which comes out of the parser.
 */
public final class TimedReader extends StringReader {
  private static final int MOST_AT_ONCE = 4096;

  private final ContentLimits limits;

  public TimedReader(String text, ContentLimits limits) {
    super(text);
    this.limits = limits;
  }

  @Override
  public int read(char[] to, int from, int length) throws IOException {
    limits.checkTime();
    return super.read(to, from, Math.min(length, MOST_AT_ONCE));
  }
}
