package dev.quire.crdt;

import dev.quire.crdt.event.Subscription;
import dev.quire.crdt.struct.Branch;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A shared map. Of values that are set concurrently, the one of the highest client stays. */
public sealed class YMap extends YType permits YXmlHook {
  YMap(YDoc doc, Branch branch) {
    super(doc, branch);
  }

  /**
   * Calls somebody after each transaction that changes this map.
   *
   * @return ends it when closed; ends by itself when the type is deleted
   */
  public final Subscription observe(Consumer<? super YMapEvent> listener) {
    return observeAny(event -> listener.accept((YMapEvent) event));
  }

  /** The value of a key: plain, or a {@link YType}; null if it has none. */
  public final @Nullable Object get(String key) {
    return mapValue(key);
  }

  /** Whether a key has a value, be it null. */
  public final boolean has(String key) {
    return hasMapValue(key);
  }

  /** The keys that have values. */
  public final Set<String> keys() {
    return mapValues().keySet();
  }

  /** How many keys have values. */
  public final int size() {
    return mapValues().size();
  }

  /** Hands over each key with its value, in the order in which keys first had one. */
  public final void forEach(BiConsumer<? super String, ? super @Nullable Object> consumer) {
    mapValues().forEach(consumer);
  }

  /** The values, in the order of the keys; a copy. */
  public final Collection<@Nullable Object> values() {
    return mapValues().values();
  }

  /** The values by key; a copy. */
  public final Map<String, @Nullable Object> toMap() {
    return mapValues();
  }

  /**
   * The value that a key had at a snapshot, or null if it had none.
   *
   * @throws SnapshotException if what the snapshot shows has been collected
   */
  public final @Nullable Object get(String key, Snapshot snapshot) {
    return new PastReader(this, snapshot).get(key);
  }

  /**
   * The values by key that there were at a snapshot.
   *
   * @throws SnapshotException if what the snapshot shows has been collected
   */
  public final Map<String, @Nullable Object> toMap(Snapshot snapshot) {
    return new PastReader(this, snapshot).map();
  }

  /**
   * Gives a key a plain value.
   *
   * @param value a value as {@link dev.quire.crdt.lib0.AnyCodec} knows it, or a subdocument
   */
  public final void set(String key, @Nullable Object value) {
    putMapValue(key, value);
  }

  /** Makes a new type the value of a key, and returns it. */
  public final <T extends YType> T create(String key, NewType<T> type) {
    return createMapValue(key, type);
  }

  /** Takes a key's value away. */
  public final void delete(String key) {
    removeMapValue(key);
  }

  /** Takes all values away. */
  public final void clear() {
    doc().transact(transaction -> List.copyOf(keys()).forEach(this::delete));
  }

  @Override
  Object toJson(int depth) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    mapValues().forEach((key, value) -> json.put(key, json(value, depth)));
    return json;
  }

  @Override
  public String toString() {
    return "[object Object]";
  }
}
