package dev.quire.crdt;

import dev.quire.crdt.content.Content;
import dev.quire.crdt.content.ContentAny;
import dev.quire.crdt.edit.ListEdits;
import dev.quire.crdt.event.Subscription;
import dev.quire.crdt.lib0.AnyCodec;
import dev.quire.crdt.struct.Branch;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A shared list of plain values and types. */
public final class YArray extends YType implements Iterable<@Nullable Object> {
  YArray(YDoc doc, Branch branch) {
    super(doc, branch);
  }

  /**
   * Calls somebody after each transaction that changes this array.
   *
   * @return ends it when closed; ends by itself when the type is deleted
   */
  public Subscription observe(Consumer<? super YArrayEvent> listener) {
    return observeAny(event -> listener.accept((YArrayEvent) event));
  }

  /** How many elements it has. */
  public long length() {
    return branch().length();
  }

  /**
   * The element at an index: a plain value or a {@link YType}.
   *
   * @throws IndexOutOfBoundsException if there is none
   */
  public @Nullable Object get(long index) {
    return listValue(index);
  }

  /** All elements; a copy. */
  public List<@Nullable Object> toList() {
    return listValues();
  }

  /**
   * All elements that it had at a snapshot. What of types among them has changed since reads as
   * changed; {@link YDoc#documentAt} makes all of it as it was.
   *
   * @throws SnapshotException if what the snapshot shows has been collected
   */
  public List<@Nullable Object> toList(Snapshot snapshot) {
    return new PastReader(this, snapshot).list();
  }

  /**
   * Puts plain values in, the first of them at an index.
   *
   * @param values values as {@link dev.quire.crdt.lib0.AnyCodec} knows them, or subdocuments
   * @throws IndexOutOfBoundsException if the index is below 0 or above the length
   */
  public void insert(long index, List<? extends @Nullable Object> values) {
    List<Content> contents = new ArrayList<>();
    try {
      addContents(values, contents);
    } catch (RuntimeException invalid) {
      forget(contents);
      throw invalid;
    }
    putting(contents, author -> new ListEdits(author, branch()).insert(index, contents));
  }

  private void addContents(List<? extends @Nullable Object> values, List<Content> contents) {
    List<@Nullable Object> plain = new ArrayList<>();
    for (Object value : values) {
      if (isPlain(value)) {
        plain.add(AnyCodec.copyOf(value));
      } else {
        flush(plain, contents);
        contents.add(contentOf(value));
      }
    }
    flush(plain, contents);
  }

  private static void flush(List<@Nullable Object> plain, List<Content> contents) {
    if (!plain.isEmpty()) {
      contents.add(new ContentAny(plain));
      plain.clear();
    }
  }

  /** Makes a new type at an index, and returns it. */
  public <T extends YType> T create(long index, NewType<T> type) {
    return type.create(
        doc(), (author, made) -> new ListEdits(author, branch()).insert(index, List.of(made)));
  }

  /** Appends plain values. */
  public void push(List<? extends @Nullable Object> values) {
    insert(length(), values);
  }

  /** Puts plain values in before all others. */
  public void unshift(List<? extends @Nullable Object> values) {
    insert(0, values);
  }

  /**
   * A part of the elements; a copy. As in JavaScript, an index below 0 counts from the end, and
   * what lies outside is left out.
   *
   * @param start the first index
   * @param end the index behind the last
   */
  public List<@Nullable Object> slice(long start, long end) {
    List<@Nullable Object> all = listValues();
    int from = clamp(start, all.size());
    int to = clamp(end, all.size());
    return from < to ? new ArrayList<>(all.subList(from, to)) : new ArrayList<>();
  }

  private static int clamp(long index, int size) {
    return (int) Math.max(0, Math.min(size, index < 0 ? index + size : index));
  }

  /** The elements as they are now. */
  @Override
  public Iterator<@Nullable Object> iterator() {
    return Collections.unmodifiableList(listValues()).iterator();
  }

  /** Appends a plain value. */
  public void add(@Nullable Object value) {
    List<@Nullable Object> values = new ArrayList<>(1);
    values.add(value);
    insert(length(), values);
  }

  /**
   * Deletes elements.
   *
   * @throws IndexOutOfBoundsException if there are fewer
   */
  public void delete(long index, long length) {
    doc().edit(author -> new ListEdits(author, branch()).delete(index, length));
  }

  @Override
  Object toJson(int depth) {
    List<@Nullable Object> json = new ArrayList<>();
    for (Object value : listValues()) {
      json.add(json(value, depth));
    }
    return json;
  }

  @Override
  public String toString() {
    return String.valueOf(toJson());
  }
}
