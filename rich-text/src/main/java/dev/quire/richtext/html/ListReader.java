package dev.quire.richtext.html;

import static dev.quire.richtext.Schema.BULLET_LIST;
import static dev.quire.richtext.Schema.LIST_ITEM;
import static dev.quire.richtext.Schema.ORDERED_LIST;
import static dev.quire.richtext.Schema.TASK_ITEM;
import static dev.quire.richtext.Schema.TASK_LIST;

import dev.quire.richtext.Element;
import dev.quire.richtext.Node;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads lists: with bullets, with numbers, of things to do. */
final class ListReader {
  private final BlockReader blocks;

  ListReader(BlockReader blocks) {
    this.blocks = blocks;
  }

  Element list(org.jsoup.nodes.Element tag, int depth) {
    if (tag.normalName().equals("ol")) {
      return new Element(ORDERED_LIST, numbering(tag), items(tag, LIST_ITEM, depth + 1));
    }
    if (isTaskList(tag)) {
      return new Element(TASK_LIST, items(tag, TASK_ITEM, depth + 1));
    }
    return new Element(BULLET_LIST, items(tag, LIST_ITEM, depth + 1));
  }

  private static boolean isTaskList(org.jsoup.nodes.Element list) {
    return list.attr("data-type").equals(TASK_LIST)
        || list.children().stream().anyMatch(item -> box(item) != null);
  }

  /** The box to tick of an item: before its text, maybe within a label or paragraph. */
  private static org.jsoup.nodes.@Nullable Element box(org.jsoup.nodes.Element item) {
    org.jsoup.nodes.Element first = item.firstElementChild();
    while (first != null && !first.normalName().equals("input")) {
      boolean wraps = first.normalName().equals("label") || first.normalName().equals("p");
      first = wraps ? first.firstElementChild() : null;
    }
    return first != null && first.attr("type").equals("checkbox") ? first : null;
  }

  private static Map<String, Object> numbering(org.jsoup.nodes.Element tag) {
    Map<String, Object> attributes = new LinkedHashMap<>();
    boolean number = tag.attr("start").matches("-?[0-9]{1,9}");
    attributes.put("start", number ? Long.valueOf(tag.attr("start")) : Long.valueOf(1));
    if (tag.attr("type").matches("[1aAiI]")) {
      attributes.put("type", tag.attr("type"));
    }
    return attributes;
  }

  private List<Node> items(org.jsoup.nodes.Element list, String type, int depth) {
    List<Node> items = new ArrayList<>();
    for (org.jsoup.nodes.Element child : list.children()) {
      if (child.normalName().equals("li")) {
        items.add(item(child, type, depth));
      } else {
        // Lists directly within lists, as old editors write them, belong to the item before.
        List<Node> more = new ArrayList<>();
        if (!items.isEmpty() && items.remove(items.size() - 1) instanceof Element last) {
          more.addAll(last.children());
        }
        more.addAll(blocks.blocksOrParagraph(wrapped(child), depth + 1));
        items.add(new Element(type, itemAttributes(child, type), more));
      }
    }
    if (items.isEmpty()) {
      items.add(item(list, type, depth));
    }
    return items;
  }

  private static org.jsoup.nodes.Element wrapped(org.jsoup.nodes.Element tag) {
    org.jsoup.nodes.Element wrapper = new org.jsoup.nodes.Element("div");
    wrapper.appendChild(tag.clone());
    return wrapper;
  }

  private Element item(org.jsoup.nodes.Element tag, String type, int depth) {
    return new Element(type, itemAttributes(tag, type), blocks.blocksOrParagraph(tag, depth + 1));
  }

  private static Map<String, Object> itemAttributes(org.jsoup.nodes.Element tag, String type) {
    if (!type.equals(TASK_ITEM)) {
      return Map.of();
    }
    org.jsoup.nodes.Element box = box(tag);
    boolean checked =
        tag.attr("data-checked").equals("true") || (box != null && box.hasAttr("checked"));
    return Map.of("checked", checked);
  }
}
