package dev.quire.richtext.yjs;

import dev.quire.crdt.NewType;
import dev.quire.crdt.YType;
import dev.quire.crdt.YXmlElement;
import dev.quire.crdt.YXmlFragment;
import dev.quire.crdt.YXmlText;
import dev.quire.richtext.ContentLimits;
import dev.quire.richtext.Element;
import dev.quire.richtext.Node;
import dev.quire.richtext.Text;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Turns what a Yjs fragment holds into a wanted tree, by few edits: nodes that are wanted as they
 * are stay untouched, a node that is wanted otherwise is edited in its inside, and only the rest is
 * deleted and made anew.
 *
 * <p>Somebody who wants a change saw the document in some format, and what that format can't show
 * they can't have meant to change. So a node is compared in the form in which they saw it (its seen
 * form), and only what differs between that and the wanted form is changed in the document.
 */
public final class TreeEdit {
  private final ContentLimits limits;

  private TreeEdit(ContentLimits limits) {
    this.limits = limits;
  }

  /**
   * Edits a fragment; call it within a transaction to make it one change.
   *
   * @param seen what a top-level node becomes when it is written in the format and read again:
   *     often one node, sometimes several or none
   */
  public static void apply(
      YXmlFragment fragment,
      Element wanted,
      Function<Node, List<Node>> seen,
      ContentLimits limits) {
    TreeEdit edit = new TreeEdit(limits);
    edit.children(fragment, edit.present(fragment, seen), wanted.children());
  }

  /** The same for a format that shows everything. */
  public static void apply(YXmlFragment fragment, Element wanted, ContentLimits limits) {
    apply(fragment, wanted, List::of, limits);
  }

  private List<Child> present(YXmlFragment fragment, Function<Node, List<Node>> seenForms) {
    List<Child> present = new ArrayList<>();
    long length = fragment.length();
    List<YType> types = fragment.children();
    boolean onlyTypes = types.size() == length;
    for (int i = 0; i < length; i++) {
      limits.checkTime();
      Object value = onlyTypes ? types.get(i) : fragment.get(i);
      Node node = value instanceof YType type ? TreeReader.readChild(type, limits) : null;
      present.add(new Child(value, node, node == null ? List.of() : seenForms.apply(node)));
    }
    return present;
  }

  private void children(YXmlFragment parent, List<Child> present, List<Node> wanted) {
    List<ChildEdit> edits = ChildEdits.plan(present, wanted);
    // From the end, so that the indices before an edit stay true.
    for (int i = edits.size() - 1; i >= 0; i--) {
      limits.checkTime();
      ChildEdit edit = edits.get(i);
      if (edit instanceof ChildEdit.Delete delete) {
        parent.delete(delete.index(), 1);
      } else if (edit instanceof ChildEdit.Insert insert) {
        create(parent, insert.index(), insert.node());
      } else if (edit instanceof ChildEdit.Update update) {
        update(present.get(update.index()), update.node());
      }
    }
  }

  private void update(Child child, Node wanted) {
    Node shown = child.seen().size() == 1 ? child.seen().get(0) : child.node();
    if (child.value() instanceof YXmlText text && wanted instanceof Text wantedText) {
      Text seenText = shown instanceof Text before ? before : null;
      TextEdit.apply(text, child.node() instanceof Text now ? now : null, seenText, wantedText);
    } else if (child.value() instanceof YXmlElement element
        && wanted instanceof Element wantedElement
        && shown instanceof Element before) {
      attributes(element, before, wantedElement);
      children(element, present(element, seenWithin(child, before)), wantedElement.children());
    }
  }

  /** The seen forms of an element's children, where they can be told apart in its own. */
  private static Function<Node, List<Node>> seenWithin(Child child, Element shown) {
    if (!(child.node() instanceof Element now)
        || now.children().size() != shown.children().size()) {
      return List::of;
    }
    // By identity: a child that reads like another one has a seen form of its own.
    List<Node> forms = new ArrayList<>(shown.children());
    for (int i = 0; i < forms.size(); i++) {
      if (!Child.sameKind(now.children().get(i), forms.get(i))) {
        return List::of;
      }
    }
    int[] next = {0};
    return node -> List.of(forms.get(next[0]++));
  }

  private static void attributes(YXmlElement element, Element shown, Element wanted) {
    Map<String, Object> before = shown.attributes();
    Map<String, Object> after = wanted.attributes();
    Map<String, @Nullable Object> changes = new LinkedHashMap<>();
    before.keySet().stream()
        .filter(key -> !after.containsKey(key))
        .forEach(key -> changes.put(key, null));
    after.forEach(
        (key, value) -> {
          if (!Objects.equals(before.get(key), value)) {
            changes.put(key, value);
          }
        });
    changes.forEach(
        (key, value) -> {
          if (value == null) {
            element.removeAttribute(key);
          } else {
            element.setAttribute(key, value);
          }
        });
  }

  private static void create(YXmlFragment parent, long index, Node node) {
    if (node instanceof Text text) {
      YXmlText made = parent.create(index, NewType.xmlText());
      TextEdit.apply(made, null, null, text);
    } else if (node instanceof Element element) {
      YXmlElement made = parent.create(index, NewType.xmlElement(element.type()));
      element.attributes().forEach(made::setAttribute);
      for (Node child : element.children()) {
        create(made, made.length(), child);
      }
    }
  }
}
