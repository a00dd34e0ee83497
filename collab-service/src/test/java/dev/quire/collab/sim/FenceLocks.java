package dev.quire.collab.sim;

import dev.quire.wire.DocumentId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The locks of the real log's statements: an append holds its shards' epochs shared and its
 * documents' ends exclusively, a takeover its shards' epochs exclusively, each until its end; who
 * waits for a shard waits behind those who came before.
 */
final class FenceLocks {
  /** What one operation holds or waits for. */
  static final class Request {
    private final Set<Integer> shards;
    private final boolean exclusive;
    private final Set<DocumentId> documents;
    private final Consumer<Request> granted;
    private boolean holds;

    Request(
        Set<Integer> shards,
        boolean exclusive,
        Set<DocumentId> documents,
        Consumer<Request> granted) {
      this.shards = shards;
      this.exclusive = exclusive;
      this.documents = documents;
      this.granted = granted;
    }

    private boolean standsInTheWayOf(Request later) {
      for (int shard : shards) {
        if ((exclusive || later.exclusive) && later.shards.contains(shard)) {
          return true;
        }
      }
      for (DocumentId document : documents) {
        if (holds && later.documents.contains(document)) {
          return true;
        }
      }
      return false;
    }
  }

  private final List<Request> inOrder = new ArrayList<>();

  void request(Request request) {
    inOrder.add(request);
    grant();
  }

  void release(Request request) {
    inOrder.remove(request);
    grant();
  }

  int waiting() {
    return (int) inOrder.stream().filter(request -> !request.holds).count();
  }

  private void grant() {
    Request next = grantable();
    while (next != null) {
      next.holds = true;
      next.granted.accept(next);
      next = grantable();
    }
  }

  private @Nullable Request grantable() {
    for (int i = 0; i < inOrder.size(); i++) {
      Request request = inOrder.get(i);
      if (!request.holds && isFree(i)) {
        return request;
      }
    }
    return null;
  }

  private boolean isFree(int index) {
    Request request = inOrder.get(index);
    for (int i = 0; i < inOrder.size(); i++) {
      Request other = inOrder.get(i);
      if ((i < index || other.holds) && other != request && other.standsInTheWayOf(request)) {
        return false;
      }
    }
    return true;
  }
}
