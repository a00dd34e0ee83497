package dev.quire.richtext.yjs;

import dev.quire.crdt.YType;
import dev.quire.crdt.YXmlElement;
import dev.quire.crdt.YXmlFragment;
import dev.quire.crdt.YXmlText;
import dev.quire.crdt.event.DeltaOp;
import dev.quire.richtext.ContentLimits;
import dev.quire.richtext.ContentMeter;
import dev.quire.richtext.Element;
import dev.quire.richtext.JsonValues;
import dev.quire.richtext.Mark;
import dev.quire.richtext.MarkKey;
import dev.quire.richtext.Marks;
import dev.quire.richtext.Node;
import dev.quire.richtext.Text;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads the tree that a Yjs fragment holds.
 *
 * <p>Anybody may write anything into a fragment. What is neither an element nor a text has no place
 * in the tree and is left out; an object within a text becomes {@link #OBJECT}, so that indices
 * agree.
 */
public final class TreeReader {
  /** Stands for an object within a text: Unicode's object replacement character. */
  public static final String OBJECT = "\uFFFC";

  private final ContentMeter meter;

  private TreeReader(ContentMeter meter) {
    this.meter = meter;
  }

  /**
   * The tree, with an element of type {@code doc} at the top.
   *
   * @throws dev.quire.richtext.ContentException if it is past a limit
   */
  public static Element read(YXmlFragment fragment, ContentLimits limits) {
    return new TreeReader(limits.meter()).element(Element.DOCUMENT, Map.of(), fragment, 0);
  }

  /**
   * The nodes at the top one after the other, each made when it is asked for, for who needs no tree
   * of the whole. The fragment must not change meanwhile.
   *
   * @return throws a {@link dev.quire.richtext.ContentException} when it comes past a limit
   */
  public static Iterator<Node> nodes(YXmlFragment fragment, ContentLimits limits) {
    TreeReader reader = new TreeReader(limits.meter());
    reader.meter.node(0);
    return fragment.children().stream()
        .flatMap(child -> Stream.ofNullable(reader.node(child, 1)))
        .iterator();
  }

  /** Whether there are texts among the nodes at the top. */
  public static boolean holdsText(YXmlFragment fragment) {
    return fragment.children().stream()
        .anyMatch(child -> child instanceof YXmlText text && text.length() > 0);
  }

  /** The node of one child, or null where it has no place in the tree. */
  static @Nullable Node readChild(YType child, ContentLimits limits) {
    return new TreeReader(limits.meter()).node(child, 1);
  }

  private Element element(
      String type, Map<String, Object> attributes, YXmlFragment fragment, int depth) {
    meter.node(depth);
    meter.text(type);
    List<Node> children = new ArrayList<>();
    for (YType child : fragment.children()) {
      Node node = node(child, depth + 1);
      if (node != null) {
        children.add(node);
      }
    }
    return new Element(type, attributes, children);
  }

  private @Nullable Node node(YType child, int depth) {
    if (child instanceof YXmlElement element) {
      Map<String, Object> attributes = JsonValues.attributes(element.getAttributes(), meter);
      return element(element.nodeName(), attributes, element, depth);
    }
    return child instanceof YXmlText text ? text(text, depth) : null;
  }

  private @Nullable Text text(YXmlText text, int depth) {
    List<Text.Run> runs = new ArrayList<>();
    for (DeltaOp op : text.toDelta()) {
      if (op instanceof DeltaOp.Insert insert) {
        meter.node(depth);
        String characters = insert.content() instanceof String string ? string : OBJECT;
        meter.text(characters);
        runs.add(new Text.Run(characters, marks(insert.attributes())));
      }
    }
    return runs.isEmpty() ? null : new Text(runs);
  }

  private Marks marks(Map<String, ? extends @Nullable Object> attributes) {
    if (attributes.isEmpty()) {
      return Marks.NONE;
    }
    Map<String, Mark> byKey = new LinkedHashMap<>();
    attributes.forEach(
        (key, value) -> {
          if (value != null) {
            meter.text(key);
            Map<?, ?> values = value instanceof Map<?, ?> map ? map : Map.of();
            byKey.put(key, new Mark(MarkKey.type(key), JsonValues.attributes(values, meter)));
          }
        });
    return new Marks(byKey);
  }
}
