package dev.quire.richtext.markdown;

import dev.quire.richtext.ContentException;
import dev.quire.richtext.ContentLimits;
import dev.quire.richtext.Element;
import dev.quire.richtext.TimedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.commonmark.Extension;
import org.commonmark.ext.gfm.strikethrough.StrikethroughExtension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.Node;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.markdown.MarkdownRenderer;

/** Rich text as Markdown. */
public final class Markdown {
  private static final List<Extension> EXTENSIONS =
      List.of(
          TablesExtension.create(),
          StrikethroughExtension.builder().requireTwoTildes(true).build());

  private static final MarkdownRenderer RENDERER =
      MarkdownRenderer.builder().extensions(EXTENSIONS).build();

  private Markdown() {}

  /**
   * The children of a document as Markdown.
   *
   * @throws dev.quire.richtext.ContentException if that is past a limit
   */
  public static String write(Element document, ContentLimits limits) {
    StringBuilder markdown = new StringBuilder();
    RENDERER.render(new MarkdownTree(limits).document(document), new Written(markdown, limits));
    return markdown.toString();
  }

  /** Ends the writing when it is too much. */
  private record Written(StringBuilder out, ContentLimits limits) implements Appendable {
    @Override
    public Appendable append(CharSequence text) {
      return append(text, 0, text.length());
    }

    @Override
    public Appendable append(CharSequence text, int from, int to) {
      out.append(text, from, to);
      limits.checkWritten(out.length());
      return this;
    }

    @Override
    public Appendable append(char character) {
      out.append(character);
      return this;
    }
  }

  /**
   * Reads Markdown.
   *
   * @throws dev.quire.richtext.ContentException if it is past a limit
   */
  public static Element read(String markdown, ContentLimits limits) {
    Parser parser =
        Parser.builder()
            .extensions(EXTENSIONS)
            .maxOpenBlockParsers(limits.depth())
            .maxInlineNesting(limits.depth())
            .customInlineContentParserFactory(new Timekeeper(limits))
            .build();
    return Element.document(new MarkdownReader(limits).blocks(parse(parser, markdown, limits), 1));
  }

  private static Node parse(Parser parser, String markdown, ContentLimits limits) {
    try (TimedReader text = new TimedReader(markdown, limits)) {
      return parser.parseReader(text);
    } catch (IllegalArgumentException tooManyCells) {
      // Each row of a table has as many cells as its first one, however short it is written.
      throw new ContentException(
          ContentException.Reason.TOO_LARGE,
          "The content is too large: its tables have more than a million cells. Split it into several"
              + " documents.");
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }
}
