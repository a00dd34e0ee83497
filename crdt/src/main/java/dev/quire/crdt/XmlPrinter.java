package dev.quire.crdt;

import dev.quire.crdt.event.DeltaOp;
import dev.quire.crdt.lib0.JsStrings;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Prints XML types as the {@code toString} of yjs does. For people and tests, not for browsers. */
final class XmlPrinter {
  private XmlPrinter() {}

  static String print(YXmlFragment fragment, int depth) {
    StringBuilder out = new StringBuilder();
    printNode(out, fragment, depth);
    return out.toString();
  }

  static String print(YXmlText text) {
    StringBuilder out = new StringBuilder();
    printText(out, text);
    return out.toString();
  }

  private static void printNode(StringBuilder out, @Nullable Object node, int depth) {
    if (node instanceof YXmlElement element) {
      String name = element.nodeName().toLowerCase(Locale.ROOT);
      out.append('<').append(name);
      new TreeMap<>(element.getAttributes())
          .forEach((key, value) -> printAttribute(out, key, value));
      out.append('>');
      printChildren(out, element, depth);
      out.append("</").append(name).append('>');
    } else if (node instanceof YXmlFragment fragment) {
      printChildren(out, fragment, depth);
    } else if (node instanceof YXmlText text) {
      printText(out, text);
    } else {
      out.append(JsStrings.of(node));
    }
  }

  private static void printChildren(StringBuilder out, YXmlFragment fragment, int depth) {
    for (Object child : fragment.listValues()) {
      printNode(out, child, YType.deeper(depth));
    }
  }

  private static void printAttribute(StringBuilder out, String key, @Nullable Object value) {
    out.append(' ').append(key).append("=\"").append(JsStrings.of(value)).append('"');
  }

  private static void printText(StringBuilder out, YXmlText text) {
    for (DeltaOp op : text.toDelta()) {
      if (op instanceof DeltaOp.Insert insert) {
        TreeMap<String, @Nullable Object> nodes = new TreeMap<>(insert.attributes());
        nodes.forEach((name, value) -> printStart(out, name, value));
        out.append(JsStrings.of(insert.content()));
        nodes.descendingKeySet().forEach(name -> out.append("</").append(name).append('>'));
      }
    }
  }

  private static void printStart(StringBuilder out, String name, @Nullable Object value) {
    out.append('<').append(name);
    if (value instanceof Map<?, ?> attributes) {
      TreeMap<String, @Nullable Object> sorted = new TreeMap<>();
      attributes.forEach((key, each) -> sorted.put(String.valueOf(key), each));
      sorted.forEach((key, each) -> printAttribute(out, key, each));
    } else if (value instanceof String string) {
      // JavaScript lists the indices of a string like the keys of an object.
      TreeMap<String, String> units = new TreeMap<>();
      for (int i = 0; i < string.length(); i++) {
        units.put(Integer.toString(i), String.valueOf(string.charAt(i)));
      }
      units.forEach((key, each) -> printAttribute(out, key, each));
    }
    out.append('>');
  }
}
