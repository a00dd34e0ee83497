package dev.quire.crdt.oracle;

import dev.quire.crdt.KnownContents;
import dev.quire.crdt.id.StateVector;
import dev.quire.crdt.store.DocumentStore;
import java.util.List;

/** A document of ours, as the oracle tests use one: without shared types, down to its branches. */
final class Engine {
  private final DocumentStore store;

  Engine() {
    this(true);
  }

  private Engine(boolean gc) {
    store = new DocumentStore(gc);
  }

  static Engine loaded(List<byte[]> updates) {
    return loaded(updates, true);
  }

  static Engine loaded(List<byte[]> updates, boolean gc) {
    Engine engine = new Engine(gc);
    updates.forEach(engine::apply);
    return engine;
  }

  void apply(byte[] update) {
    store.applyUpdate(update, null);
  }

  /** Applies all of them in one transaction. */
  void applyTogether(List<byte[]> updates) {
    store.transact(null, false, transaction -> updates.forEach(this::apply));
  }

  byte[] state() {
    return diff(StateVector.EMPTY);
  }

  byte[] diff(StateVector known) {
    return store.encode(known);
  }

  StateVector stateVector() {
    return store.structs().stateVector();
  }

  boolean hasPending() {
    return store.hasPending();
  }

  KnownContents knownContents() {
    return new KnownContents(store.knownStructs(), store.knownDeletes());
  }

  String content() {
    return Outline.of(store.structs()::root);
  }

  void check() {
    store.check();
  }
}
