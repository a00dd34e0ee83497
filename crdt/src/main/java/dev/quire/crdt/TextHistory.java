package dev.quire.crdt;

import dev.quire.crdt.content.Content;
import dev.quire.crdt.content.ContentEmbed;
import dev.quire.crdt.content.ContentFormat;
import dev.quire.crdt.content.ContentString;
import dev.quire.crdt.content.ContentType;
import dev.quire.crdt.event.DeltaOp;
import dev.quire.crdt.struct.Item;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads a text at a snapshot, or what changed between two, as the {@code toDelta} of yjs does with
 * snapshots: text that only the earlier one shows is marked as removed, text that only the later
 * one shows as added. Which runs are joined follows yjs, to the boundaries of its items.
 */
final class TextHistory {
  private static final String MARK = "ychange";

  private final YText text;
  private final @Nullable Snapshot snapshot;
  private final @Nullable Snapshot previous;
  private final ChangeMark marks;
  private final Map<String, Object> attributes = new LinkedHashMap<>();
  private final List<DeltaOp> delta = new ArrayList<>();
  private final StringBuilder run = new StringBuilder();

  /**
   * Reads a text.
   *
   * @param snapshot the later moment; null for now
   * @param previous the earlier moment; null to mark nothing as removed or added
   */
  TextHistory(
      YText text, @Nullable Snapshot snapshot, @Nullable Snapshot previous, ChangeMark marks) {
    this.text = text;
    this.snapshot = snapshot;
    this.previous = previous;
    this.marks = marks;
  }

  List<DeltaOp> delta() {
    for (Item item = text.branch().start(); item != null; item = item.right()) {
      for (long from = item.clock(); from < item.end(); ) {
        long to = Math.min(item.end(), nextChange(item.client(), from));
        read(item, from, to);
        from = to;
      }
    }
    endRun();
    return delta;
  }

  private long nextChange(long client, long clock) {
    long next = snapshot == null ? Long.MAX_VALUE : snapshot.nextChange(client, clock);
    return previous == null ? next : Math.min(next, previous.nextChange(client, clock));
  }

  private void read(Item item, long from, long to) {
    boolean isShown = snapshot == null ? !item.isDeleted() : snapshot.shows(item.client(), from);
    boolean wasShown = previous != null && previous.shows(item.client(), from);
    if (!isShown && !wasShown) {
      return;
    }
    Content content = item.content();
    PastReader.refuseCollected(text.doc(), content);
    if (content instanceof ContentString string) {
      mark(item, from, isShown, wasShown);
      run.append(PastReader.cut(string, from - item.clock(), to - item.clock()));
    } else if (content instanceof ContentType || content instanceof ContentEmbed) {
      endRun();
      Object value = text.valuesOf(content).get(0);
      delta.add(new DeltaOp.Insert(value == null ? Map.of() : value, copyOfAttributes()));
    } else if (content instanceof ContentFormat format && isShown) {
      endRun();
      apply(format);
    }
  }

  private void mark(Item item, long clock, boolean isShown, boolean wasShown) {
    if (snapshot != null && !isShown) {
      mark(ChangeMark.Kind.REMOVED, item.client(), clock);
    } else if (previous != null && !wasShown) {
      mark(ChangeMark.Kind.ADDED, item.client(), clock);
    } else if (attributes.containsKey(MARK)) {
      endRun();
      attributes.remove(MARK);
    }
  }

  private void mark(ChangeMark.Kind kind, long client, long clock) {
    if (!isMarked(kind, client)) {
      endRun();
      attributes.put(MARK, marks.of(kind, client, clock));
    }
  }

  /**
   * A mark goes on as long as it names the same user; one that names none begins anew each time.
   */
  private boolean isMarked(ChangeMark.Kind kind, long client) {
    return attributes.get(MARK) instanceof Map<?, ?> mark
        && mark.get("user") instanceof Number user
        && user.doubleValue() == client
        && kind.word().equals(mark.get("type"));
  }

  private void apply(ContentFormat format) {
    Object value = format.value();
    if (value == null) {
      attributes.remove(format.key());
    } else {
      attributes.put(format.key(), value);
    }
  }

  private void endRun() {
    if (run.length() > 0) {
      delta.add(new DeltaOp.Insert(run.toString(), copyOfAttributes()));
      run.setLength(0);
    }
  }

  private Map<String, Object> copyOfAttributes() {
    return attributes.isEmpty()
        ? Map.of()
        : Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
  }
}
