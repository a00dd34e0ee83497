package dev.quire.richtext.markdown;

import dev.quire.richtext.ContentLimits;
import java.util.Set;
import org.commonmark.parser.beta.InlineContentParser;
import org.commonmark.parser.beta.InlineContentParserFactory;
import org.commonmark.parser.beta.InlineParserState;
import org.commonmark.parser.beta.ParsedInline;

/**
 * Looks at the time wherever a line of Markdown has a character that may mean something, and leaves
 * the character to others: the parser's own work between two of them is short.
 */
final class Timekeeper implements InlineContentParserFactory, InlineContentParser {
  private static final int LOOKS_APART = 64;

  private final ContentLimits limits;
  private int looks;

  Timekeeper(ContentLimits limits) {
    this.limits = limits;
  }

  @Override
  public Set<Character> getTriggerCharacters() {
    return Set.of('`', '<', '&', '\\', '*', '_', '~');
  }

  @Override
  public InlineContentParser create() {
    return this;
  }

  @Override
  public ParsedInline tryParse(InlineParserState state) {
    if (looks++ % LOOKS_APART == 0) {
      limits.checkTime();
    }
    return ParsedInline.none();
  }
}
