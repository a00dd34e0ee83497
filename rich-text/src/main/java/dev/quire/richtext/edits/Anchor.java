package dev.quire.richtext.edits;

import dev.quire.richtext.Element;
import dev.quire.richtext.Node;
import dev.quire.richtext.Text;

/**
 * A block at the top of a document.
 *
 * @param field where it was said, for a message
 * @param number its place from 0, or from the end with -1 for the last; where there is no text
 * @param text what the first such block holds; empty for none
 */
record Anchor(String field, int number, String text) {
  /** Its index. */
  int in(Element tree) {
    int blocks = tree.children().size();
    if (text.isEmpty()) {
      int index = number < 0 ? blocks + number : number;
      if (index < 0 || index >= blocks) {
        throw Fields.wrong(
            "'" + field + "' is " + number + ", and the document has " + blocks + " blocks.");
      }
      return index;
    }
    for (int i = 0; i < blocks; i++) {
      if (holds(tree.children().get(i))) {
        return i;
      }
    }
    throw Fields.wrong("no block holds the text of '" + field + "'.");
  }

  private boolean holds(Node node) {
    return node instanceof Text line
        ? line.characters().contains(text)
        : node instanceof Element element && element.children().stream().anyMatch(this::holds);
  }
}
