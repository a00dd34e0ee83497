package dev.quire.richtext.edits;

import dev.quire.crdt.lib0.Json;
import dev.quire.richtext.ContentException;
import dev.quire.richtext.ContentException.Reason;
import dev.quire.richtext.ContentLimits;
import dev.quire.richtext.Element;
import dev.quire.richtext.Format;
import dev.quire.richtext.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A list of edits, read from JSON and applied to a tree. */
public final class StructuredEdits {
  /** The most edits of one request. */
  public static final int MOST = 1_000;

  private final ContentLimits limits;
  private final Budget budget;

  private StructuredEdits(ContentLimits limits) {
    this.limits = limits;
    this.budget = new Budget(limits);
  }

  /**
   * The tree after all edits, each of which sees what those before it left.
   *
   * @param body JSON: {@code {"edits": [{"op": …}, …]}}
   * @throws ContentException that names the edit which can't be read or has no place in the tree
   */
  public static Element apply(Element document, String body, ContentLimits limits) {
    StructuredEdits edits = new StructuredEdits(limits);
    Element tree = document;
    int number = 0;
    for (Object edit : list(body)) {
      number++;
      try {
        tree = edits.apply(tree, new Fields(edit));
      } catch (ContentException refused) {
        throw new ContentException(
            refused.reason(), "Edit " + number + ": " + refused.detail() + " Nothing was edited.");
      }
    }
    return tree;
  }

  private static List<?> list(String body) {
    try {
      if (Json.parse(body) instanceof Map<?, ?> json
          && json.get("edits") instanceof List<?> edits
          && !edits.isEmpty()
          && edits.size() <= MOST) {
        return edits;
      }
    } catch (IllegalArgumentException malformed) {
      throw new ContentException(Reason.INVALID, "This is not JSON: " + malformed.getMessage());
    }
    throw new ContentException(
        Reason.INVALID, "The body must be {\"edits\": […]}, with 1 to " + MOST + " edits.");
  }

  private Element apply(Element tree, Fields edit) {
    return switch (edit.text("op")) {
      case "insert" -> insert(tree, edit);
      case "replace" -> splice(tree, block(tree, edit), 1, content(edit));
      case "delete" -> splice(tree, block(tree, edit), 1, List.of());
      case "replaceText" -> TextChange.replace(edit, budget).apply(tree);
      case "mark" -> TextChange.mark(edit, budget, limits).apply(tree);
      case "unmark" -> TextChange.unmark(edit, budget, limits).apply(tree);
      default ->
          throw Fields.wrong("'op' must be insert, replace, delete, replaceText, mark or unmark.");
    };
  }

  private Element insert(Element tree, Fields edit) {
    List<Node> content = content(edit);
    if (edit.has("before")) {
      return splice(tree, edit.anchor("before").in(tree), 0, content);
    }
    if (edit.has("after")) {
      return splice(tree, edit.anchor("after").in(tree) + 1, 0, content);
    }
    return splice(tree, tree.children().size(), 0, content);
  }

  private static int block(Element tree, Fields edit) {
    return edit.anchor("block").in(tree);
  }

  private Element splice(Element tree, int at, int gone, List<Node> come) {
    budget.look(tree.children().size());
    List<Node> children = new ArrayList<>(tree.children());
    children.subList(at, at + gone).clear();
    children.addAll(at, come);
    return tree.withChildren(children);
  }

  private List<Node> content(Fields edit) {
    Fields content = edit.object("content");
    Format format =
        switch (content.text("format").toLowerCase(Locale.ROOT)) {
          case "html" -> Format.HTML;
          case "markdown" -> Format.MARKDOWN;
          case "text" -> Format.TEXT;
          case "prosemirror" -> Format.PROSEMIRROR;
          default -> throw Fields.wrong("'format' must be html, markdown, text or prosemirror.");
        };
    String body = content.textOrJson("body");
    budget.add(body.length());
    return format.read(body, limits).children();
  }
}
