package dev.quire.richtext.markdown;

import dev.quire.richtext.ContentLimits;
import dev.quire.richtext.Element;
import java.util.List;
import org.commonmark.Extension;
import org.commonmark.ext.gfm.strikethrough.StrikethroughExtension;
import org.commonmark.ext.gfm.tables.TablesExtension;
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

  /** The children of a document as Markdown. */
  public static String write(Element document) {
    return RENDERER.render(new MarkdownTree().document(document));
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
            .build();
    return Element.document(new MarkdownReader(limits).blocks(parser.parse(markdown), 1));
  }
}
