package dev.quire.crdt;

import dev.quire.crdt.change.EventSource;
import dev.quire.crdt.change.KeyChanges;
import dev.quire.crdt.change.ListChanges;
import dev.quire.crdt.change.Paths;
import dev.quire.crdt.event.Changes;
import dev.quire.crdt.event.DeltaOp;
import dev.quire.crdt.event.KeyChange;
import dev.quire.crdt.event.YTransaction;
import dev.quire.crdt.struct.Branch;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * That a type has changed in a transaction. What has changed is worked out when it is asked for;
 * ask while listeners are being called, not later.
 *
 * <p>Deep observers of several types are handed the same event: {@link #currentTarget} and {@link
 * #path} are those of the observer that is being called.
 */
public abstract sealed class YEvent permits YArrayEvent, YMapEvent, YTextEvent, YXmlEvent {
  private final EventSource source;
  private final YType target;
  private final Set<@Nullable String> subs;
  private int depth;
  private YType currentTarget;
  private Branch currentBranch;
  private @Nullable List<Object> path;
  private @Nullable Map<String, KeyChange> keys;
  private @Nullable Changes changes;

  YEvent(EventSource source, YType target) {
    this.source = source;
    this.target = target;
    this.subs = source.subs();
    this.currentTarget = target;
    this.currentBranch = source.branch();
  }

  final EventSource source() {
    return source;
  }

  /** How deep its target lies: 0 at the top. */
  final int depth() {
    return depth;
  }

  final void setDepth(int ofTarget) {
    depth = ofTarget;
  }

  final void setCurrentTarget(YType type, Branch branch) {
    currentTarget = type;
    currentBranch = branch;
    path = null;
  }

  /** The type that has changed. */
  public YType target() {
    return target;
  }

  /** The type whose observer is being called: the target, or one that it lies in. */
  public final YType currentTarget() {
    return currentTarget;
  }

  /** The transaction that made the change. */
  public final YTransaction transaction() {
    return source.transaction();
  }

  /**
   * The way from the current target to the target: of each step the key, a {@link String}, or the
   * index, a {@link Long}. Empty if they are the same.
   */
  public final List<Object> path() {
    if (path == null) {
      path = Paths.between(currentBranch, source.branch());
    }
    return path;
  }

  /** Whether elements of its list came or went. */
  final boolean listChanged() {
    return subs.contains(null);
  }

  /** The keys whose values were written or deleted, whatever came of it. */
  final Set<String> changedKeys() {
    Set<String> changed = new LinkedHashSet<>();
    for (String sub : subs) {
      if (sub != null) {
        changed.add(sub);
      }
    }
    return Collections.unmodifiableSet(changed);
  }

  /**
   * What became of the values of keys; keys that end as they began are left out.
   *
   * @throws IllegalStateException if the listeners have all been called
   */
  public final Map<String, KeyChange> keys() {
    if (keys == null) {
      source.requireCurrent();
      keys = KeyChanges.of(source, changedKeys());
    }
    return keys;
  }

  /**
   * The change of its list, from the beginning on. Inserted is a {@link List} of elements, or of a
   * text a {@link String} or an embedded object; types are {@link YType}s.
   *
   * @throws IllegalStateException if the listeners have all been called
   */
  public List<DeltaOp> delta() {
    return changes().delta();
  }

  /**
   * All that has changed in the target.
   *
   * @throws IllegalStateException if the listeners have all been called
   */
  public final Changes changes() {
    if (changes == null) {
      source.requireCurrent();
      changes = computeChanges();
    }
    return changes;
  }

  Changes computeChanges() {
    return ListChanges.of(source, keys(), listChanged());
  }
}
