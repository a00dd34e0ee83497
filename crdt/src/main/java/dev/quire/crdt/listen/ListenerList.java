package dev.quire.crdt.listen;

import dev.quire.crdt.event.Subscription;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Those who want to hear of one thing, in the order in which they came.
 *
 * <p>Whoever leaves while they are being called is called this once more; whoever comes is called
 * from the next time on, or at once if they are {@link #callAsTheyCome}.
 */
public final class ListenerList<E> {
  private List<Entry<E>> entries = new ArrayList<>(1);

  /** One who listens: the same consumer may listen twice. */
  private record Entry<E>(Consumer<? super E> listener, Object identity) {}

  /** Whether nobody listens. */
  public boolean isEmpty() {
    return entries.isEmpty();
  }

  /** Adds one who is called until the subscription is closed. */
  public Subscription add(Consumer<? super E> listener) {
    Entry<E> added = new Entry<>(listener, new Object());
    entries.add(added);
    return () -> remove(added);
  }

  @SuppressWarnings("ReferenceEquality") // the very entry
  private void remove(Entry<E> entry) {
    List<Entry<E>> left = new ArrayList<>(entries);
    left.removeIf(each -> each == entry);
    // The old list stays as it is for whoever is walking it.
    entries = left;
  }

  /** Lets go of everybody. */
  public void clear() {
    entries = new ArrayList<>(1);
  }

  /** Calls everybody who is here now; throws what the first of them threw. */
  public void call(E event) {
    if (entries.isEmpty()) {
      return;
    }
    Failures failures = new Failures();
    call(event, failures);
    failures.rethrow();
  }

  /** Calls everybody who is here now. */
  public void call(E event, Failures failures) {
    List<Entry<E>> called = entries;
    int here = called.size();
    for (int i = 0; i < here; i++) {
      Entry<E> entry = called.get(i);
      failures.collect(() -> entry.listener().accept(event));
    }
  }

  /** Calls everybody, and those who come meanwhile: so yjs does with observers of types. */
  public void callAsTheyCome(E event, Failures failures) {
    List<Entry<E>> called = entries;
    for (int i = 0; i < called.size(); i++) {
      Entry<E> entry = called.get(i);
      failures.collect(() -> entry.listener().accept(event));
    }
  }
}
