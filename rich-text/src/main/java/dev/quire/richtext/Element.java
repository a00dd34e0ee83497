package dev.quire.richtext;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A node with a type: a paragraph, a list, an image.
 *
 * @param type ProseMirror's name of the node type; any text, since anybody may write anything
 * @param attributes values that JSON can hold; attributes that are null are left out, as a Yjs
 *     document leaves them out
 * @param children what is in it, in order
 */
public record Element(String type, Map<String, Object> attributes, List<Node> children)
    implements Node {
  /** The type of the element at the top. */
  public static final String DOCUMENT = "doc";

  /** Copies the collections. */
  public Element {
    attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
    children = List.copyOf(children);
  }

  /** An element without attributes. */
  public Element(String type, List<Node> children) {
    this(type, Map.of(), children);
  }

  /** An element at the top. */
  public static Element document(List<Node> children) {
    return new Element(DOCUMENT, Map.of(), children);
  }

  /** The value of an attribute, or null. */
  public @Nullable Object attribute(String name) {
    return attributes.get(name);
  }

  /** The value of an attribute if it is a text, or null. */
  public @Nullable String text(String name) {
    return attributes.get(name) instanceof String text ? text : null;
  }

  /** The value of an attribute if it is a whole number in a range, or what is used instead. */
  public int number(String name, int least, int most, int otherwise) {
    if (attributes.get(name) instanceof Number number) {
      double value = number.doubleValue();
      if (value >= least && value <= most && value == Math.rint(value)) {
        return (int) value;
      }
    }
    return otherwise;
  }

  /** Whether an attribute is true. */
  public boolean flag(String name) {
    return Boolean.TRUE.equals(attributes.get(name));
  }

  /** The same with other children. */
  public Element withChildren(List<Node> others) {
    return new Element(type, attributes, others);
  }

  /** The elements among the children. */
  public List<Element> elements() {
    List<Element> elements = new ArrayList<>(children.size());
    for (Node child : children) {
      if (child instanceof Element element) {
        elements.add(element);
      }
    }
    return elements;
  }
}
