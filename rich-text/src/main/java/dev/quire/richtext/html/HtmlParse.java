package dev.quire.richtext.html;

import dev.quire.richtext.ContentLimits;
import dev.quire.richtext.ContentMeter;
import dev.quire.richtext.TimedReader;
import java.util.Iterator;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.parser.Parser;
import org.jsoup.parser.StreamParser;

/**
 * Parses HTML as browsers do, however it is meant. What is short can become large there: each
 * paragraph begins anew with all the formatting that was never closed. So elements are counted
 * while they come into being, and the time is looked at with each piece that is read.
 */
final class HtmlParse {
  /** How deep tags may lie in each other; deeper ones come to lie beside each other. */
  private static final int DEEPEST = 256;

  private HtmlParse() {}

  /**
   * The page, with all that may not be in it.
   *
   * @throws dev.quire.richtext.ContentException if it is past a limit
   */
  static Document parse(String html, ContentLimits limits) {
    ContentMeter meter = limits.meter();
    Parser parser = Parser.htmlParser().setMaxDepth(DEEPEST);
    try (StreamParser stream = new StreamParser(parser)) {
      stream.parse(new TimedReader(html, limits), SafeHtml.BASE);
      for (Iterator<Element> elements = stream.iterator(); elements.hasNext(); elements.next()) {
        meter.node(0);
      }
      return stream.document();
    }
  }
}
