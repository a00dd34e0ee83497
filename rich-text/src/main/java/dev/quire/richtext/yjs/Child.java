package dev.quire.richtext.yjs;

import dev.quire.crdt.YXmlText;
import dev.quire.richtext.Element;
import dev.quire.richtext.Node;
import dev.quire.richtext.Text;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One value of a fragment.
 *
 * @param value what stands there
 * @param node what it reads as; null where it has no place in the tree
 * @param seen what it reads as in the format of the person who wants a change
 */
record Child(@Nullable Object value, @Nullable Node node, List<Node> seen) {

  /** Whether one can be turned into the other: both texts, or elements of one type. */
  static boolean sameKind(Node one, Node other) {
    if (one instanceof Element element) {
      return other instanceof Element that && element.type().equals(that.type());
    }
    return one instanceof Text && other instanceof Text;
  }

  /**
   * Whether it is a text or an element that holds nothing and isn't seen: nobody can have meant to
   * take it away, and a wanted node is better put into it than beside it.
   */
  boolean isVacant() {
    boolean vacant =
        node == null
            ? value instanceof YXmlText
            : node instanceof Element element && element.children().isEmpty();
    return vacant && seen.isEmpty();
  }

  /** Whether it can be turned into a node. */
  boolean canBecome(Node wanted) {
    if (isVacant()) {
      return node == null ? wanted instanceof Text : sameKind(node, wanted);
    }
    return node != null
        && sameKind(node, wanted)
        && seen.size() == 1
        && sameKind(seen.get(0), wanted);
  }

  /** How alike it is to a node that it can become; above 0. */
  double likeness(Node wanted) {
    return isVacant() ? Likeness.LEAST : Likeness.between(seen.get(0), wanted);
  }
}
