package dev.quire.crdt.content;

import dev.quire.crdt.lib0.AnyCodec;
import dev.quire.crdt.lib0.Lib0Writer;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;

/**
 * Plain values, in the forms of {@link AnyCodec}. As long as all of them are integers of 32 bits
 * they take four bytes each: as objects they would take six times that.
 *
 * <p>What lies below {@code size} in either array never changes, so a view of it stays what it is.
 */
public final class ContentAny implements ListContent {
  /** Its number in the format. */
  public static final int REF = 8;

  private static final @Nullable Object[] NO_OBJECTS = {};
  private static final int[] NO_INTEGERS = {};

  /** The values, if they are not all integers. */
  private @Nullable Object[] objects;

  /** The values, if there are no {@link #objects}. */
  private int[] integers;

  private int size;

  private ContentAny(int[] integers, @Nullable Object[] objects, int size) {
    this.integers = integers;
    this.objects = objects;
    this.size = size;
  }

  /** Values, at least one. */
  public ContentAny(List<? extends @Nullable Object> values) {
    this(values.size());
    for (Object value : values) {
      add(value);
    }
  }

  /** A single value. */
  public static ContentAny of(@Nullable Object value) {
    ContentAny content = new ContentAny(1);
    content.add(value);
    return content;
  }

  /** Content that values are about to be added to. */
  ContentAny(int capacity) {
    this(new int[capacity], NO_OBJECTS, 0);
  }

  void add(@Nullable Object value) {
    if (value instanceof Long number && number == number.intValue() && objects.length == 0) {
      if (size == integers.length) {
        integers = Arrays.copyOf(integers, grown(1));
      }
      integers[size++] = number.intValue();
    } else {
      makeObjects(1);
      objects[size++] = value;
    }
  }

  /** Gives back room that nothing is in. */
  void trim() {
    if (objects.length > size) {
      objects = Arrays.copyOf(objects, size);
    }
    if (integers.length > size) {
      integers = Arrays.copyOf(integers, size);
    }
  }

  private int grown(int more) {
    return Math.addExact(size, Math.max(more, size >> 1));
  }

  /** Keeps the values as objects from now on, with room for more of them. */
  private void makeObjects(int more) {
    if (objects.length == 0) {
      objects = new @Nullable Object[size + more];
      for (int i = 0; i < size; i++) {
        objects[i] = (long) integers[i];
      }
      integers = NO_INTEGERS;
    } else if (objects.length - size < more) {
      objects = Arrays.copyOf(objects, grown(more));
    }
  }

  @Override
  public int ref() {
    return REF;
  }

  @Override
  public long length() {
    return size;
  }

  @Override
  public boolean isCountable() {
    return true;
  }

  @Override
  public ListContent splice(long offset) {
    int cut = (int) offset;
    boolean areObjects = objects.length > 0;
    ContentAny right =
        areObjects
            ? new ContentAny(NO_INTEGERS, Arrays.copyOfRange(objects, cut, size), size - cut)
            : new ContentAny(Arrays.copyOfRange(integers, cut, size), NO_OBJECTS, size - cut);
    size = cut;
    trim();
    return right;
  }

  @Override
  public boolean canAppend(Stored right) {
    return right instanceof ContentAny;
  }

  @Override
  public void append(Stored right) {
    ContentAny other = (ContentAny) right;
    if (objects.length == 0 && other.objects.length == 0) {
      if (integers.length - size < other.size) {
        integers = Arrays.copyOf(integers, grown(other.size));
      }
      System.arraycopy(other.integers, 0, integers, size, other.size);
    } else {
      makeObjects(other.size);
      int end = size;
      for (Object value : other.values()) {
        objects[end++] = value;
      }
    }
    size += other.size;
  }

  @Override
  public void write(Lib0Writer out, long offset) {
    out.writeVarUint(size - offset);
    for (int i = (int) offset; i < size; i++) {
      if (objects.length > 0) {
        AnyCodec.write(out, objects[i]);
      } else {
        AnyCodec.writeNumber(out, integers[i]);
      }
    }
  }

  @Override
  public List<@Nullable Object> values() {
    return objects.length > 0
        ? Collections.unmodifiableList(Arrays.asList(objects).subList(0, size))
        : new Integers(integers, size);
  }

  /** Integers as they are read. */
  private static final class Integers extends AbstractList<@Nullable Object>
      implements RandomAccess {
    private final int[] integers;
    private final int size;

    private Integers(int[] integers, int size) {
      this.integers = integers;
      this.size = size;
    }

    @Override
    public Object get(int index) {
      return (long) integers[Objects.checkIndex(index, size)];
    }

    @Override
    public int size() {
      return size;
    }
  }
}
