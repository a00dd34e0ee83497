package dev.quire.richtext.yjs;

import dev.quire.richtext.Element;
import dev.quire.richtext.Node;
import dev.quire.richtext.Text;

/** How alike two nodes of one kind are, judged by how their texts begin and end. */
final class Likeness {
  /** So that even two nodes with nothing in common are rather edited than made anew. */
  static final double LEAST = 0.1;

  private static final int UNITS_COMPARED = 400;

  private Likeness() {}

  /** From above 0 for nothing in common to 1.1 for the same text. */
  static double between(Node one, Node other) {
    String a = beginning(one);
    String b = beginning(other);
    int longest = Math.max(a.length(), b.length());
    if (longest == 0) {
      return 1 + LEAST;
    }
    int shortest = Math.min(a.length(), b.length());
    int prefix = 0;
    while (prefix < shortest && a.charAt(prefix) == b.charAt(prefix)) {
      prefix++;
    }
    int suffix = 0;
    while (suffix < shortest - prefix
        && a.charAt(a.length() - 1 - suffix) == b.charAt(b.length() - 1 - suffix)) {
      suffix++;
    }
    return LEAST + (double) (prefix + suffix) / longest;
  }

  private static String beginning(Node node) {
    StringBuilder out = new StringBuilder();
    append(node, out);
    return out.toString();
  }

  private static void append(Node node, StringBuilder out) {
    if (out.length() >= UNITS_COMPARED) {
      return;
    }
    if (node instanceof Text text) {
      String characters = text.characters();
      out.append(characters, 0, Math.min(characters.length(), UNITS_COMPARED - out.length()));
    } else if (node instanceof Element element) {
      element.children().forEach(child -> append(child, out));
    }
  }
}
