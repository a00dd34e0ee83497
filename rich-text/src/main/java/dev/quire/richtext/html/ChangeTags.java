package dev.quire.richtext.html;

import dev.quire.richtext.Mark;
import dev.quire.richtext.change.Change;
import dev.quire.richtext.change.Change.Kind;
import java.util.Map;
import org.jsoup.nodes.Element;
import org.jspecify.annotations.Nullable;

/** How HTML says that something came or went. */
final class ChangeTags {
  private ChangeTags() {}

  /** The tag for a text that came or went, within another; null where the mark says neither. */
  static @Nullable Element open(Mark mark, Element within) {
    if (mark.type().equals(Kind.INSERTED.word())) {
      return by(mark.attributes(), within.appendElement("ins"));
    }
    return mark.type().equals(Kind.DELETED.word())
        ? by(mark.attributes(), within.appendElement("del"))
        : null;
  }

  /** Says on an element's tag what happened to it, if anything did. */
  static void describe(dev.quire.richtext.Element element, @Nullable Element tag) {
    if (tag != null && element.attribute(Change.ATTRIBUTE) instanceof Map<?, ?> change) {
      by(change, tag.attr("data-change", String.valueOf(change.get("kind"))));
    }
  }

  private static Element by(Map<?, ?> change, Element tag) {
    return tag.attr("data-author", String.valueOf(change.get("author")))
        .attr("data-revisions", change.get("fromRevision") + "-" + change.get("toRevision"));
  }
}
