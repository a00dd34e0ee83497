package dev.quire.richtext.anchor;

import dev.quire.crdt.YText;
import dev.quire.crdt.YType;
import dev.quire.crdt.YXmlElement;
import dev.quire.crdt.YXmlFragment;
import dev.quire.crdt.YXmlText;
import dev.quire.crdt.event.DeltaOp;
import dev.quire.richtext.ContentException;
import dev.quire.richtext.ContentException.Reason;
import dev.quire.richtext.ContentLimits;
import dev.quire.richtext.ContentMeter;
import dev.quire.richtext.yjs.TreeReader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The nodes of a fragment by their paths. What was looked at once is kept, so that a thousand
 * anchors in one long document cost little more than one; the document must not change meanwhile.
 */
final class Tree {
  private final YXmlFragment root;
  private final ContentLimits limits;
  private final ContentMeter meter;
  private final Map<YXmlFragment, Map<YType, Integer>> numbers = new HashMap<>();
  private final Map<YType, String> lines = new HashMap<>();

  Tree(YXmlFragment root, ContentLimits limits) {
    this.root = root;
    this.limits = limits;
    this.meter = limits.meter();
  }

  /** The nodes in one, with their numbers, in their order. */
  Map<YType, Integer> numbered(YXmlFragment parent) {
    return numbers.computeIfAbsent(parent, this::number);
  }

  private Map<YType, Integer> number(YXmlFragment parent) {
    Map<YType, Integer> numbered = new LinkedHashMap<>();
    for (YType child : parent.children()) {
      meter.node(0);
      if (isNode(child)) {
        numbered.put(child, numbered.size());
      }
    }
    return numbered;
  }

  private static boolean isNode(YType child) {
    return child instanceof YXmlElement || (child instanceof YXmlText text && text.length() > 0);
  }

  /**
   * The node of a path.
   *
   * @throws ContentException of reason {@code INVALID} if there is none
   */
  YType at(List<Integer> path) {
    YType node = root;
    for (int depth = 0; depth < path.size(); depth++) {
      List<YType> children =
          node instanceof YXmlFragment inner ? List.copyOf(numbered(inner).keySet()) : List.of();
      int number = path.get(depth);
      if (number < 0 || number >= children.size()) {
        throw new ContentException(
            Reason.INVALID,
            "There is no node "
                + path.subList(0, depth + 1)
                + ": there are "
                + children.size()
                + " where it would be.");
      }
      node = children.get(number);
    }
    return node;
  }

  /** The path of a node; null if it isn't one of this tree. */
  @Nullable List<Integer> pathOf(YType node) {
    Deque<Integer> path = new ArrayDeque<>();
    for (YType at = node; !at.equals(root); ) {
      Integer number = at.parent() instanceof YXmlFragment parent ? numbered(parent).get(at) : null;
      if (number == null || path.size() == limits.depth()) {
        return null;
      }
      path.addFirst(number);
      at = Objects.requireNonNull(at.parent());
    }
    return List.copyOf(path);
  }

  /** What is in a node, unit by unit: of elements within it, a sign for each. */
  String line(YType node) {
    String known = lines.get(node);
    if (known != null) {
      return known;
    }
    limits.checkTime();
    String line = node instanceof YText text ? characters(text) : joined((YXmlFragment) node);
    meter.text(line);
    lines.put(node, line);
    return line;
  }

  private String joined(YXmlFragment node) {
    StringBuilder all = new StringBuilder();
    for (YType child : numbered(node).keySet()) {
      all.append(child instanceof YText text ? characters(text) : TreeReader.OBJECT);
    }
    return all.toString();
  }

  private static String characters(YText text) {
    String plain = text.toString();
    if (plain.length() == text.length()) {
      return plain;
    }
    StringBuilder all = new StringBuilder();
    for (DeltaOp op : text.toDelta()) {
      if (op instanceof DeltaOp.Insert insert) {
        all.append(insert.content() instanceof String string ? string : TreeReader.OBJECT);
      }
    }
    return all.toString();
  }

  /** The texts in a node, in their order. */
  List<YText> texts(YType node) {
    List<YText> texts = new ArrayList<>();
    Deque<YType> open = new ArrayDeque<>(List.of(node));
    while (!open.isEmpty()) {
      YType next = open.removeLast();
      if (next instanceof YText text) {
        texts.add(text);
      } else if (next instanceof YXmlFragment inner) {
        List<YType> children = new ArrayList<>(numbered(inner).keySet());
        for (int i = children.size() - 1; i >= 0; i--) {
          open.addLast(children.get(i));
        }
      }
    }
    return texts;
  }
}
