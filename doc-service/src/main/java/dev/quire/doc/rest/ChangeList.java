package dev.quire.doc.rest;

import dev.quire.richtext.Element;
import dev.quire.richtext.Mark;
import dev.quire.richtext.Node;
import dev.quire.richtext.Text;
import dev.quire.richtext.change.Change;
import dev.quire.richtext.change.Change.Kind;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The changes in a tree of two moments, one after the other, as the API shows them. */
final class ChangeList {
  private final JsonArray items = new JsonArray();
  private final boolean elements;

  private ChangeList(boolean elements) {
    this.elements = elements;
  }

  /** Elements and texts that came or went, in the order of the document. */
  static JsonArray of(Element tree) {
    ChangeList list = new ChangeList(true);
    list.children(tree, -1);
    return list.items;
  }

  /** Texts only, in a tree where all of them came. */
  static JsonArray runs(Element tree) {
    ChangeList list = new ChangeList(false);
    list.children(tree, -1);
    return list.items;
  }

  private void children(Element parent, int block) {
    for (int i = 0; i < parent.children().size(); i++) {
      Node child = parent.children().get(i);
      int top = block < 0 ? i : block;
      if (child instanceof Text text) {
        text.runs().forEach(run -> text(run, top));
      } else if (child instanceof Element element) {
        if (elements && element.attribute(Change.ATTRIBUTE) instanceof Map<?, ?> change) {
          add(change.get("kind"), change, top).put("element", element.type());
        }
        children(element, top);
      }
    }
  }

  private void text(Text.Run run, int block) {
    for (Kind kind : Kind.values()) {
      Mark mark = run.marks().get(kind.word());
      if (mark != null) {
        add(elements ? kind.word() : null, mark.attributes(), block).put("text", run.text());
      }
    }
  }

  private JsonObject add(@Nullable Object kind, Map<?, ?> details, int block) {
    JsonObject item = new JsonObject();
    if (kind != null) {
      item.put("kind", kind);
    }
    item.put("block", block)
        .put("author", details.get("author"))
        .put("fromRevision", details.get("fromRevision"))
        .put("toRevision", details.get("toRevision"));
    items.add(item);
    return item;
  }
}
