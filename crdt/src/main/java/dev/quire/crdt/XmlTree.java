package dev.quire.crdt;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Walks the nodes within an XML node in the order of the document, without recursion. */
final class XmlTree {
  private XmlTree() {}

  static List<YType> nodesWithin(YXmlFragment root, Predicate<? super YType> filter) {
    List<YType> found = new ArrayList<>();
    Deque<Iterator<YType>> path = new ArrayDeque<>();
    path.push(root.children().iterator());
    while (!path.isEmpty()) {
      Iterator<YType> siblings = path.getFirst();
      if (!siblings.hasNext()) {
        path.pop();
        continue;
      }
      YType node = siblings.next();
      if (filter.test(node)) {
        found.add(node);
      }
      if (node instanceof YXmlFragment inner) {
        path.push(inner.children().iterator());
      }
    }
    return found;
  }

  /** Elements by name, upper or lower case. */
  static List<YXmlElement> elements(YXmlFragment root, String nodeName) {
    String wanted = nodeName.toUpperCase(Locale.ROOT);
    List<YXmlElement> found = new ArrayList<>();
    for (YType node : nodesWithin(root, YXmlElement.class::isInstance)) {
      if (node instanceof YXmlElement element
          && element.nodeName().toUpperCase(Locale.ROOT).equals(wanted)) {
        found.add(element);
      }
    }
    return found;
  }

  static @Nullable YXmlElement firstElement(YXmlFragment root, String nodeName) {
    List<YXmlElement> found = elements(root, nodeName);
    return found.isEmpty() ? null : found.get(0);
  }
}
