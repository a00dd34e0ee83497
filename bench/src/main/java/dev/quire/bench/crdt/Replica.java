package dev.quire.bench.crdt;

import dev.quire.crdt.DocOptions;
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

  /** A document of one client. */
  Replica(long client) {
    this.doc = new YDoc(DocOptions.DEFAULT.withClientId(client));
    this.text = doc.getText("text");
    this.array = doc.getArray("array");
    this.map = doc.getMap("map");
  }

  /** A document of one client, whose own changes are told as updates. */
  Replica(long client, Consumer<byte[]> onUpdate) {
    this(client);
    doc.onUpdate(
        event -> {
          if (event.transaction().isLocal()) {
            onUpdate.accept(event.update());
          }
        });
  }

  void transact(Runnable edits) {
    doc.transact(transaction -> edits.run());
  }

  void insertText(int index, String inserted) {
    text.insert(index, inserted);
  }

  void deleteText(int index, int length) {
    text.delete(index, length);
  }

  void insertArray(int index, List<?> values) {
    array.insert(index, values);
  }

  void setMap(String key, Object value) {
    map.set(key, value);
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
