package dev.quire.bench.crdt;

import dev.quire.crdt.StateVector;
import dev.quire.crdt.YArray;
import dev.quire.crdt.YDoc;
import dev.quire.crdt.YMap;
import dev.quire.crdt.YText;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An editable document with a text, an array and a map. Each edit is a transaction and an update of
 * its own, unless {@link #transact} is around it.
 */
final class Replica {
  private final YDoc doc;
  private final YText text;
  private final YArray array;
  private final YMap map;
  private final @Nullable Consumer<byte[]> onUpdate;
  private boolean inTransaction;

  Replica(long client) {
    this(client, null);
  }

  Replica(long client, @Nullable Consumer<byte[]> onUpdate) {
    this.doc = new YDoc(YDoc.Options.DEFAULT.withClientId(client));
    this.text = doc.getText("text");
    this.array = doc.getArray("array");
    this.map = doc.getMap("map");
    this.onUpdate = onUpdate;
  }

  void transact(Runnable edits) {
    if (inTransaction) {
      edits.run();
      return;
    }
    StateVector before = doc.stateVector();
    inTransaction = true;
    doc.transact(transaction -> edits.run());
    inTransaction = false;
    if (onUpdate != null) {
      onUpdate.accept(doc.encodeStateAsUpdate(before));
    }
  }

  void insertText(int index, String inserted) {
    transact(() -> text.insert(index, inserted));
  }

  void deleteText(int index, int length) {
    transact(() -> text.delete(index, length));
  }

  void insertArray(int index, List<?> values) {
    transact(() -> array.insert(index, values));
  }

  void setMap(String key, Object value) {
    transact(() -> map.set(key, value));
  }

  String readText() {
    return text.toString();
  }

  List<@Nullable Object> readArray() {
    return array.toList();
  }

  Map<String, @Nullable Object> readMap() {
    return map.toMap();
  }

  void apply(byte[] update) {
    doc.applyUpdate(update);
  }

  /** Applies updates as one transaction. */
  void applyAll(List<byte[]> updates) {
    doc.transact(transaction -> updates.forEach(doc::applyUpdate));
  }

  byte[] encode() {
    return doc.encodeStateAsUpdate();
  }
}
