package dev.quire.richtext;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The marks of some characters, by the key under which a Yjs text holds each: the mark's type, and
 * behind two dashes a digest where marks of one type may lie over each other.
 *
 * <p>The order is kept, and means nothing: two with the same marks are equal.
 *
 * @param byKey the marks
 */
public record Marks(Map<String, Mark> byKey) {
  /** No marks. */
  public static final Marks NONE = new Marks(Map.of());

  /** Copies the map. */
  public Marks {
    byKey = byKey.isEmpty() ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(byKey));
  }

  /** Some marks, of which several may have one type. */
  public static Marks of(Collection<Mark> marks) {
    Map<String, Mark> byKey = new LinkedHashMap<>();
    List<Mark> again = new ArrayList<>();
    for (Mark mark : marks) {
      Mark first = byKey.putIfAbsent(mark.type(), mark);
      if (first != null && !first.equals(mark)) {
        again.add(mark);
      }
    }
    for (Mark mark : again) {
      Mark first = byKey.remove(mark.type());
      if (first != null) {
        byKey.put(MarkKey.overlapping(first), first);
      }
      byKey.put(MarkKey.overlapping(mark), mark);
    }
    return byKey.isEmpty() ? NONE : new Marks(byKey);
  }

  /** These and one more; it takes the place of another of its type. */
  public Marks with(Mark mark) {
    Map<String, Mark> more = new LinkedHashMap<>(byKey);
    more.put(mark.type(), mark);
    return new Marks(more);
  }

  /** The marks, in their order. */
  public Collection<Mark> all() {
    return byKey.values();
  }

  /** Whether there is none. */
  public boolean isEmpty() {
    return byKey.isEmpty();
  }

  /** A mark of a type, or null. */
  public @Nullable Mark get(String type) {
    Mark mark = byKey.get(type);
    if (mark != null) {
      return mark;
    }
    for (Mark other : byKey.values()) {
      if (other.type().equals(type)) {
        return other;
      }
    }
    return null;
  }

  /** Whether there is one of a type. */
  public boolean has(String type) {
    return get(type) != null;
  }
}
