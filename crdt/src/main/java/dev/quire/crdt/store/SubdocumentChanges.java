package dev.quire.crdt.store;

import dev.quire.crdt.content.ContentDoc;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;

/** Which subdocuments a transaction brought in and took away, in the order in which it did. */
public final class SubdocumentChanges {
  private final Set<ContentDoc> came = new LinkedHashSet<>();
  private final Set<ContentDoc> added = new LinkedHashSet<>();
  private final Set<ContentDoc> removed = new LinkedHashSet<>();

  void add(ContentDoc content) {
    came.add(content);
    added.add(content);
  }

  /** What came and went within one transaction was never there. */
  void remove(ContentDoc content) {
    if (!added.remove(content)) {
      removed.add(content);
    }
  }

  /** What came, though it may have gone again; not to be changed. */
  public Set<ContentDoc> came() {
    return Collections.unmodifiableSet(came);
  }

  /** What came and stayed; not to be changed. */
  public Set<ContentDoc> added() {
    return Collections.unmodifiableSet(added);
  }

  /** What went; not to be changed. */
  public Set<ContentDoc> removed() {
    return Collections.unmodifiableSet(removed);
  }
}
