package dev.quire.richtext.html;

import dev.quire.richtext.Mark;
import dev.quire.richtext.Schema;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jsoup.nodes.Element;
import org.jspecify.annotations.Nullable;

/** Which mark a tag stands for. */
final class MarkTags {
  private static final Map<String, String> TYPES =
      Map.ofEntries(
          Map.entry("strong", Schema.BOLD),
          Map.entry("b", Schema.BOLD),
          Map.entry("em", Schema.ITALIC),
          Map.entry("i", Schema.ITALIC),
          Map.entry("u", Schema.UNDERLINE),
          Map.entry("s", Schema.STRIKE),
          Map.entry("strike", Schema.STRIKE),
          Map.entry("del", Schema.STRIKE),
          Map.entry("code", Schema.CODE),
          Map.entry("mark", Schema.HIGHLIGHT),
          Map.entry("sub", Schema.SUBSCRIPT),
          Map.entry("sup", Schema.SUPERSCRIPT));

  private MarkTags() {}

  /** The mark, or null where the tag is none. */
  static @Nullable Mark mark(Element tag) {
    String type = TYPES.get(tag.normalName());
    if (type != null) {
      return new Mark(type);
    }
    if (tag.normalName().equals("a")) {
      return link(tag);
    }
    String unknown = tag.attr("data-mark");
    return unknown.isEmpty() ? null : new Mark(unknown);
  }

  private static @Nullable Mark link(Element tag) {
    String address = SafeAddress.link(tag.attr("href"));
    if (address == null) {
      return null;
    }
    Map<String, Object> attributes = new LinkedHashMap<>();
    attributes.put("href", address);
    attributes.putAll(Schema.LINK_DEFAULTS);
    if (tag.hasAttr("title")) {
      attributes.put("title", tag.attr("title"));
    }
    return new Mark(Schema.LINK, attributes);
  }
}
