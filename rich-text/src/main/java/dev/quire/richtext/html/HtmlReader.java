package dev.quire.richtext.html;

import dev.quire.richtext.ContentLimits;
import dev.quire.richtext.Element;
import dev.quire.richtext.Node;
import java.util.List;

/**
 * Reads HTML as rich text: what the allow-list lets through and a document can hold, the rest as
 * the text in it.
 */
public final class HtmlReader {
  private HtmlReader() {}

  /**
   * Reads a page or a fragment.
   *
   * @throws dev.quire.richtext.ContentException if it is past a limit
   */
  public static Element read(String html, ContentLimits limits) {
    return Element.document(blocks(html, limits));
  }

  /** The blocks of a page or a fragment. */
  public static List<Node> blocks(String html, ContentLimits limits) {
    org.jsoup.nodes.Document safe = SafeHtml.clean(HtmlParse.parse(html, limits));
    limits.checkTime();
    return new BlockReader(limits.meter()).blocks(safe.body(), 1);
  }
}
