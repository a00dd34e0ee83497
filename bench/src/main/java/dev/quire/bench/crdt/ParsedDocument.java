package dev.quire.bench.crdt;

import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What the suite does with an encoded document in every case: load it, read it, hold it. */
final class ParsedDocument {
  private static final long LOADER = 0x5eedffffL;

  private final Supplier<byte[]> state;
  private final Function<Replica, Object> read;
  private byte @Nullable [] held;

  /**
   * Prepares for one case.
   *
   * @param state encodes the document that memory is measured of
   * @param read what is read of a document
   */
  ParsedDocument(Supplier<byte[]> state, Function<Replica, Object> read) {
    this.state = state;
    this.read = read;
  }

  Object hold() {
    byte[] bytes = held;
    if (bytes == null) {
      bytes = state.get();
      held = bytes;
    }
    return load(bytes).replica;
  }

  void measure(Measurement it, byte[] bytes) {
    it.add("docSize", bytes.length);
    Loaded loaded = it.timeOften("parseTime", () -> load(bytes));
    it.prove("parsed", loaded::content);
    it.prove("bytes", loaded.replica::encode);
  }

  private record Loaded(Replica replica, Object content) {}

  private Loaded load(byte[] bytes) {
    Replica replica = new Replica(LOADER);
    replica.apply(bytes);
    return new Loaded(replica, read.apply(replica));
  }
}
