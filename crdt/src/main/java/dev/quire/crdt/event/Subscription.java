package dev.quire.crdt.event;

/** That somebody listens, until it is closed. */
@FunctionalInterface
public interface Subscription extends AutoCloseable {
  /** Ends it; closing twice is closing once. On the thread of the document. */
  @Override
  void close();
}
