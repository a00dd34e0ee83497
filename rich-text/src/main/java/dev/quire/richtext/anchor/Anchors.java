package dev.quire.richtext.anchor;

import dev.quire.crdt.AbsolutePosition;
import dev.quire.crdt.RelativePosition;
import dev.quire.crdt.YDoc;
import dev.quire.crdt.YText;
import dev.quire.crdt.YType;
import dev.quire.crdt.YXmlElement;
import dev.quire.crdt.YXmlFragment;
import dev.quire.crdt.YXmlText;
import dev.quire.crdt.id.RedoneLinks;
import dev.quire.richtext.ContentException;
import dev.quire.richtext.ContentException.Reason;
import dev.quire.richtext.ContentLimits;
import dev.quire.richtext.anchor.Place.At;
import dev.quire.richtext.anchor.Place.Quote;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes anchors in one document as it is, and finds them there. */
public final class Anchors {
  private static final int BEHIND = 0;
  private static final int BEFORE = -1;

  private final YDoc doc;
  private final Tree tree;
  private final ContentLimits limits;
  private final Map<List<Integer>, List<YText>> searched = new HashMap<>();

  /**
   * @param fragment of the document, where its rich text is
   */
  public Anchors(YXmlFragment fragment, ContentLimits limits) {
    this.doc = fragment.doc();
    this.tree = new Tree(fragment, limits);
    this.limits = limits;
  }

  /**
   * What holds on to a place.
   *
   * @throws ContentException of reason {@code INVALID} if the document has no such place
   */
  public Anchored of(Place place) {
    if (place instanceof Quote quote) {
      return of(quote);
    }
    At at = (At) place;
    YType node = tree.at(at.path());
    Integer offset = at.offset();
    return new Anchored(
        AnchorText.write(
            offset == null
                ? beside(node, BEHIND)
                : inside(node, offset, at.ofWhatIsBefore() ? BEFORE : BEHIND)),
        null);
  }

  /** The place of a node itself, as its parent's relative position beside it has it. */
  private static RelativePosition beside(YType node, int assoc) {
    if (node.id() == null) {
      throw wrong("The document itself is no node: say a path, or an offset.");
    }
    return new RelativePosition(null, null, node.id(), assoc);
  }

  private RelativePosition inside(YType node, int offset, int assoc) {
    if (node instanceof YText text && offset <= text.length()) {
      return RelativePosition.of(text, offset, assoc);
    }
    if (node instanceof YXmlFragment inner) {
      RelativePosition found = among(inner, offset, assoc);
      if (found != null) {
        return found;
      }
    }
    throw wrong("The offset is " + offset + ", and the node ends at " + tree.line(node).length());
  }

  /**
   * Beside a text the place is in the text, as editors have it: what is typed there belongs to it.
   */
  private @Nullable RelativePosition among(YXmlFragment node, long offset, int assoc) {
    long left = offset;
    YType before = null;
    for (YType child : tree.numbered(node).keySet()) {
      if (child instanceof YText text) {
        if (left <= text.length()) {
          return RelativePosition.of(text, left, assoc);
        }
        left -= text.length();
      } else {
        if (left == 0 && assoc == BEHIND) {
          return beside(child, BEHIND);
        }
        if (left == 0) {
          break;
        }
        left--;
      }
      before = child;
    }
    if (left > 0) {
      return null;
    }
    if (assoc == BEFORE) {
      return before == null ? RelativePosition.of(node, 0, BEFORE) : beside(before, BEFORE);
    }
    return RelativePosition.of(node, node.length(), BEHIND);
  }

  private Anchored of(Quote quote) {
    int seen = 0;
    for (YText text : searched.computeIfAbsent(quote.within(), path -> tree.texts(tree.at(path)))) {
      String line = tree.line(text);
      for (int at = line.indexOf(quote.text()); at >= 0; ) {
        int end = at + quote.text().length();
        if (++seen == quote.occurrence()) {
          return new Anchored(
              AnchorText.write(RelativePosition.of(text, at, BEHIND)),
              AnchorText.write(RelativePosition.of(text, end, BEFORE)));
        }
        at = line.indexOf(quote.text(), end);
      }
      limits.checkTime();
    }
    throw wrong("The text is there " + (seen == 0 ? "not at all." : "only " + seen + " times."));
  }

  /**
   * Where an anchor stands.
   *
   * @throws ContentException of reason {@code INVALID} if it is no anchor
   */
  public Standing find(String anchor) {
    limits.checkTime();
    RelativePosition place = AnchorText.read(anchor);
    if (!place.isKnown(doc)) {
      return Standing.UNKNOWN;
    }
    AbsolutePosition now = place.resolve(doc, RedoneLinks.NONE);
    if (now == null) {
      return Standing.nowhere(true);
    }
    YType type = now.type();
    if (type instanceof YXmlText text) {
      return inText(text, now);
    }
    return type instanceof YXmlFragment node
        ? inNode(node, now)
        : Standing.nowhere(now.isDeleted());
  }

  /** Counted in the line that the text is part of; a text at the top is a line itself. */
  private Standing inText(YXmlText text, AbsolutePosition now) {
    long offset = now.index();
    YType line = text;
    if (text.parent() instanceof YXmlElement parent) {
      offset += before(text, parent);
      line = parent;
    }
    List<Integer> path = tree.pathOf(line);
    return path == null
        ? Standing.nowhere(now.isDeleted())
        : Standing.in(now.isDeleted(), path, offset, tree.line(line));
  }

  /** What is before a text in its line; the text itself has no number once it is empty. */
  private long before(YXmlText text, YXmlElement parent) {
    Map<YType, Integer> nodes = tree.numbered(parent);
    long offset = 0;
    for (YType child : parent.children()) {
      if (child.equals(text)) {
        break;
      }
      offset += nodes.containsKey(child) ? width(child) : 0;
    }
    return offset;
  }

  private static long width(YType node) {
    return node instanceof YText text ? text.length() : 1;
  }

  private Standing inNode(YXmlFragment node, AbsolutePosition now) {
    List<Integer> path = tree.pathOf(node);
    if (path == null) {
      return Standing.nowhere(now.isDeleted());
    }
    boolean hasNext = now.assoc() >= 0 && now.index() < node.length();
    if (hasNext && node.get(now.index()) instanceof YType next) {
      List<Integer> itself = tree.pathOf(next);
      if (itself != null) {
        return Standing.at(now.isDeleted(), itself, tree.line(next));
      }
    }
    return Standing.in(now.isDeleted(), path, offset(node, now.index()), tree.line(node));
  }

  /** What is before a unit of a node's list, in which there may be what is no node. */
  private long offset(YXmlFragment node, long unit) {
    if (unit >= node.length()) {
      return tree.line(node).length();
    }
    Map<YType, Integer> nodes = tree.numbered(node);
    long offset = 0;
    for (long i = 0; i < unit; i++) {
      offset += node.get(i) instanceof YType child && nodes.containsKey(child) ? width(child) : 0;
    }
    return offset;
  }

  private static ContentException wrong(String detail) {
    return new ContentException(Reason.INVALID, detail);
  }
}
