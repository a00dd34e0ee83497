package dev.quire.richtext.change;

import dev.quire.crdt.ChangeMark;
import dev.quire.crdt.Snapshot;
import dev.quire.crdt.YType;
import dev.quire.crdt.YXmlElement;
import dev.quire.crdt.YXmlFragment;
import dev.quire.crdt.YXmlText;
import dev.quire.crdt.event.DeltaOp;
import dev.quire.crdt.id.Id;
import dev.quire.crdt.id.IdSet;
import dev.quire.richtext.ContentLimits;
import dev.quire.richtext.ContentMeter;
import dev.quire.richtext.Element;
import dev.quire.richtext.JsonValues;
import dev.quire.richtext.Mark;
import dev.quire.richtext.MarkKey;
import dev.quire.richtext.Marks;
import dev.quire.richtext.Node;
import dev.quire.richtext.Text;
import dev.quire.richtext.change.Authorship.Piece;
import dev.quire.richtext.change.Change.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads a fragment at two moments at once: everything that either of them shows, in its order, with
 * what came and what went marked as such. Formatting and attributes are those of the later moment.
 */
public final class ChangeReader {
  private static final String MARK = "ychange";
  private static final String CLIENT = "client";
  private static final String CLOCK = "clock";
  private static final String KIND = "kind";

  /** What stands for an object within a text. */
  private static final String OBJECT = "\ufffc";

  private final Snapshot from;
  private final Snapshot to;
  private final Snapshot either;
  private final Authorship writers;
  private final Authorship deleters;
  private final ContentMeter meter;

  /**
   * Prepares to read.
   *
   * @param from the earlier moment
   * @param to the later one; everything that the earlier one knew, it knows
   * @param writers who brought each id
   * @param deleters who deleted each id that the later moment doesn't show and the earlier one does
   */
  public ChangeReader(
      Snapshot from, Snapshot to, Authorship writers, Authorship deleters, ContentLimits limits) {
    this.from = from;
    this.to = to;
    this.either = either(from, to);
    this.writers = writers;
    this.deleters = deleters;
    this.meter = limits.meter();
  }

  /**
   * Shows what one of them shows: what was deleted since the earlier one came in is still there.
   */
  private static Snapshot either(Snapshot from, Snapshot to) {
    IdSet known = new IdSet();
    from.states().toMap().forEach((client, clock) -> known.add(client, 0, clock));
    return new Snapshot(to.states(), to.deletes().subtract(known).union(from.deletes()));
  }

  /**
   * The tree of both moments.
   *
   * @param fragment of a document that collects nothing
   * @throws dev.quire.richtext.ContentException if it is past a limit
   */
  public Element read(YXmlFragment fragment) {
    return new Element(Element.DOCUMENT, Map.of(), children(fragment, 0));
  }

  private List<Node> children(YXmlFragment fragment, int depth) {
    List<Node> children = new ArrayList<>();
    for (Object value : fragment.toList(either)) {
      Node node = value instanceof YType child ? node(child, depth + 1) : null;
      if (node != null) {
        children.add(node);
      }
    }
    return children;
  }

  private @Nullable Node node(YType child, int depth) {
    if (child instanceof YXmlElement element) {
      meter.node(depth);
      meter.text(element.nodeName());
      Change change = changeOf(child);
      Snapshot moment = change != null && change.kind() == Kind.DELETED ? from : to;
      Map<String, Object> attributes =
          new LinkedHashMap<>(JsonValues.attributes(element.getAttributes(moment), meter));
      attributes.remove(Change.ATTRIBUTE);
      if (change != null) {
        attributes.put(Change.ATTRIBUTE, change.attribute());
      }
      return new Element(element.nodeName(), attributes, children(element, depth));
    }
    return child instanceof YXmlText text ? text(text, depth) : null;
  }

  private @Nullable Change changeOf(YType type) {
    Id id = type.id();
    if (id == null) {
      return null;
    }
    boolean was = from.shows(id.client(), id.clock());
    boolean is = to.shows(id.client(), id.clock());
    if (was == is) {
      return null;
    }
    Kind kind = is ? Kind.INSERTED : Kind.DELETED;
    return Change.of(kind, by(kind).of(id.client(), id.clock()));
  }

  private Authorship by(Kind kind) {
    return kind == Kind.INSERTED ? writers : deleters;
  }

  private @Nullable Text text(YXmlText text, int depth) {
    // Without a user in the mark, no two runs are joined: each is ids of one client in a row.
    ChangeMark marks =
        (kind, client, clock) ->
            Map.of(KIND, kind == ChangeMark.Kind.ADDED, CLIENT, client, CLOCK, clock);
    List<Text.Run> runs = new ArrayList<>();
    for (DeltaOp op : text.toDelta(to, from, marks)) {
      if (op instanceof DeltaOp.Insert insert) {
        meter.node(depth);
        String characters = insert.content() instanceof String string ? string : OBJECT;
        meter.text(characters);
        add(runs, characters, insert.attributes());
      }
    }
    return runs.isEmpty() ? null : new Text(runs);
  }

  private void add(List<Text.Run> runs, String characters, Map<String, ?> attributes) {
    Marks marks = marks(attributes);
    if (!(attributes.get(MARK) instanceof Map<?, ?> mark)
        || !(mark.get(CLIENT) instanceof Long client)
        || !(mark.get(CLOCK) instanceof Long clock)) {
      runs.add(new Text.Run(characters, marks));
      return;
    }
    Kind kind = Boolean.TRUE.equals(mark.get(KIND)) ? Kind.INSERTED : Kind.DELETED;
    int start = 0;
    while (start < characters.length()) {
      Piece piece = by(kind).of(client, clock + start);
      int end =
          piece == null ? start + 1 : (int) Math.min(characters.length(), piece.end() - clock);
      Mark change = Change.of(kind, piece).mark();
      runs.add(new Text.Run(characters.substring(start, end), marks.with(change)));
      start = end;
    }
  }

  /** Those of the text itself; none that says of itself to be a change. */
  private Marks marks(Map<String, ?> attributes) {
    Map<String, Mark> byKey = new LinkedHashMap<>();
    attributes.forEach(
        (key, value) -> {
          String type = MarkKey.type(key);
          boolean ours =
              key.equals(MARK)
                  || type.equals(Kind.INSERTED.word())
                  || type.equals(Kind.DELETED.word());
          if (value != null && !ours) {
            meter.text(key);
            Map<?, ?> values = value instanceof Map<?, ?> map ? map : Map.of();
            byKey.put(key, new Mark(type, JsonValues.attributes(values, meter)));
          }
        });
    return byKey.isEmpty() ? Marks.NONE : new Marks(byKey);
  }
}
