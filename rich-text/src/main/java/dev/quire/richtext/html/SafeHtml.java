package dev.quire.richtext.html;

import org.jsoup.nodes.Document;
import org.jsoup.safety.Cleaner;
import org.jsoup.safety.Safelist;

/** What may stand in HTML that comes in or goes out. */
final class SafeHtml {
  /** Against which relative addresses are judged; it appears in nothing that is written. */
  static final String BASE = "https://relative.invalid/";

  /** They only read their lists, which nobody changes any more. */
  private static final Cleaner CONTENT = new Cleaner(safelist());

  private static final Cleaner CHANGES =
      new Cleaner(
          safelist()
              .addTags("ins", "del")
              .addAttributes(":all", "data-change", "data-author", "data-revisions"));

  private SafeHtml() {}

  /**
   * Drops whatever isn't allowed; text within what is dropped stays, but for scripts and styles.
   */
  static Document clean(Document dirty) {
    return CONTENT.clean(dirty);
  }

  /** The same for what shows changes. */
  static Document cleanChanges(Document dirty) {
    return CHANGES.clean(dirty);
  }

  private static Safelist safelist() {
    return new Safelist()
        .addTags(
            "p",
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "blockquote",
            "ul",
            "ol",
            "li",
            "pre",
            "code",
            "hr",
            "br",
            "img",
            "table",
            "thead",
            "tbody",
            "tfoot",
            "tr",
            "th",
            "td",
            "a",
            "strong",
            "b",
            "em",
            "i",
            "u",
            "s",
            "strike",
            "del",
            "mark",
            "sub",
            "sup",
            "span",
            "div",
            "label",
            "input",
            "section",
            "article",
            "header",
            "footer",
            "main",
            "aside",
            "figure",
            "figcaption",
            "dl",
            "dt",
            "dd",
            "caption",
            "address",
            "details",
            "summary",
            "nav")
        .addAttributes("ol", "start", "type")
        .addAttributes("ul", "data-type")
        .addAttributes("li", "data-type", "data-checked")
        .addAttributes("input", "type", "checked", "disabled")
        .addAttributes("code", "class")
        .addAttributes("img", "src", "alt", "title", "width", "height")
        .addAttributes("th", "align", "colspan", "rowspan", "colwidth", "data-colwidth")
        .addAttributes("td", "align", "colspan", "rowspan", "colwidth", "data-colwidth")
        .addAttributes("a", "href", "title", "target", "rel")
        .addAttributes("span", "data-type", "data-id", "data-label", "data-node", "data-mark")
        .addAttributes("div", "data-node")
        .addProtocols("a", "href", SafeAddress.schemes())
        .addProtocols("a", "href", "#")
        .addProtocols("img", "src", "http", "https", "data")
        .preserveRelativeLinks(true);
  }
}
