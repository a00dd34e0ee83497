package dev.quire.crdt;

import dev.quire.crdt.event.Subscription;
import dev.quire.crdt.listen.ListenerList;
import dev.quire.crdt.struct.Branch;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Who observes which type of a document. A type that was deleted is observed by nobody. */
final class TypeListeners {
  private final Map<Branch, ListenerList<YEvent>> shallow = new HashMap<>();
  private final Map<Branch, ListenerList<List<YEvent>>> deep = new HashMap<>();

  boolean isEmpty() {
    return shallow.isEmpty() && deep.isEmpty();
  }

  Subscription observe(Branch branch, Consumer<? super YEvent> listener) {
    return add(shallow, branch, listener);
  }

  Subscription observeDeep(Branch branch, Consumer<? super List<YEvent>> listener) {
    return add(deep, branch, listener);
  }

  private static <E> Subscription add(
      Map<Branch, ListenerList<E>> all, Branch branch, Consumer<? super E> listener) {
    ListenerList<E> listeners = all.computeIfAbsent(branch, unobserved -> new ListenerList<>());
    Subscription subscription = listeners.add(listener);
    return () -> {
      subscription.close();
      if (listeners.isEmpty()) {
        all.remove(branch, listeners);
      }
    };
  }

  @Nullable ListenerList<YEvent> of(Branch branch) {
    return shallow.get(branch);
  }

  @Nullable ListenerList<List<YEvent>> deepOf(Branch branch) {
    return deep.get(branch);
  }

  void forget(List<Branch> deleted) {
    for (Branch branch : deleted) {
      shallow.remove(branch);
      deep.remove(branch);
    }
  }

  void clear() {
    shallow.clear();
    deep.clear();
  }
}
