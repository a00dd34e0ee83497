package dev.quire.crdt.protocol;

import dev.quire.crdt.lib0.Json;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Who is there, and what they tell about themselves: a state for each client, which only that
 * client changes, and which is forgotten when nothing is heard of it for {@link #OUTDATED_MILLIS}.
 *
 * <p>Each state has a clock; of two states of a client the one with the higher clock holds, and of
 * a state and its removal under the same clock the removal. Clocks of clients that are gone are
 * remembered, so that what comes late doesn't bring them back.
 *
 * <p>Pure: time is handed in, and {@link #tick} has to be called every few seconds. Holds at most
 * {@link #MAX_CLIENTS} clients; where more are told of, who is gone for longest is forgotten, and
 * where nobody is gone, those more are passed over. So is a state of another client that would
 * bring what all states take above a limit of bytes, {@link #MAX_BYTES} unless said otherwise: the
 * one before it holds, until one comes that fits. For one thread at a time.
 */
public final class Awareness {
  /** After so long without news a client counts as gone. */
  public static final long OUTDATED_MILLIS = 30_000;

  /** Of how many clients clocks are remembered. */
  public static final int MAX_CLIENTS = 10_000;

  /** How many bytes of memory all states may take, unless said otherwise. */
  public static final long MAX_BYTES = 64L << 20;

  /**
   * A clock of this client's that others tell, above this one, is passed over: nobody gets there by
   * honest counting, and from the highest clock there is nothing to count on to.
   */
  private static final long MAX_TOLD_CLOCK = 1L << 52;

  /** Hears of changes. */
  public interface Listener {
    /** Some states are not what they were. */
    default void changed(AwarenessChange change) {}

    /**
     * Some states came or went, or were only repeated to show that somebody is still there: what
     * has to be passed on. Called after {@link #changed}.
     */
    default void updated(AwarenessChange change) {}
  }

  private record Meta(long clock, long heardMillis, long weight) {}

  private final long client;
  private final LongSupplier millis;
  private final Listener listener;
  private final long maxBytes;
  private final Map<Long, Object> states = new LinkedHashMap<>();
  private final Map<Long, Meta> metas = new LinkedHashMap<>();

  /** Clients with a clock and no state, who is gone for longest first. */
  private final Set<Long> gone = new LinkedHashSet<>();

  /** What all states take. */
  private long held;

  /**
   * Knows nobody yet but this client, whose state is an empty object.
   *
   * @param client whose state is set here
   * @param millis the time, in milliseconds since whenever
   */
  public Awareness(long client, LongSupplier millis, Listener listener) {
    this(client, millis, listener, MAX_BYTES);
  }

  /**
   * Knows nobody yet but this client, whose state is an empty object.
   *
   * @param client whose state is set here
   * @param millis the time, in milliseconds since whenever
   * @param maxBytes how many bytes of memory all states may take before others' are passed over
   */
  public Awareness(long client, LongSupplier millis, Listener listener, long maxBytes) {
    this.client = client;
    this.millis = millis;
    this.listener = listener;
    this.maxBytes = maxBytes;
    setLocalState(Map.of());
  }

  /** Whose state is set here. */
  public long client() {
    return client;
  }

  /** The states by client; a copy. */
  public Map<Long, Object> states() {
    return Collections.unmodifiableMap(new LinkedHashMap<>(states));
  }

  /** The clock of a client's last state, or -1 if there was none. */
  public long clock(long ofClient) {
    Meta meta = metas.get(ofClient);
    return meta == null ? -1 : meta.clock();
  }

  /** This client's state; null if it has none. */
  public @Nullable Object localState() {
    return states.get(client);
  }

  /**
   * Sets this client's state, or says that it is gone.
   *
   * @param state a value that JSON can hold; null for none
   * @throws IllegalArgumentException if JSON has no form for it
   */
  public void setLocalState(@Nullable Object state) {
    Object copy = Json.parse(Json.print(state));
    Object before = states.get(client);
    put(client, clock(client) + 1, copy);
    Changes changes = new Changes();
    if (copy == null) {
      changes.removed.add(client);
    } else if (before == null) {
      changes.added.add(client);
    } else {
      changes.updated(client, !before.equals(copy));
    }
    changes.tell(AwarenessChange.LOCAL);
  }

  /** Sets one field of this client's state; does nothing if it has none that is an object. */
  public void setLocalStateField(String name, @Nullable Object value) {
    if (localState() instanceof Map<?, ?> object) {
      Map<Object, @Nullable Object> changed = new LinkedHashMap<>(object);
      changed.put(name, value);
      setLocalState(changed);
    }
  }

  /**
   * Takes over what others tell.
   *
   * @param origin by which the listener recognises it
   * @throws dev.quire.crdt.fault.MalformedUpdateException if the bytes are no awareness update;
   *     nothing has changed then
   */
  public void apply(byte[] update, @Nullable Object origin) {
    Changes changes = new Changes();
    for (AwarenessUpdate.Entry entry : AwarenessUpdate.decode(update).entries()) {
      apply(entry, changes);
    }
    changes.tell(origin);
  }

  private void apply(AwarenessUpdate.Entry entry, Changes changes) {
    long whose = entry.client();
    Meta meta = metas.get(whose);
    long known = meta == null ? 0 : meta.clock();
    boolean removes = entry.state() == null;
    boolean isNews =
        known < entry.clock() || (known == entry.clock() && removes && states.containsKey(whose));
    if (!isNews
        || (whose == client && entry.clock() > MAX_TOLD_CLOCK)
        || !fits(meta, entry.state())
        || (meta == null && !makeRoom())) {
      return;
    }
    Object before = states.get(whose);
    if (removes && whose == client && before != null) {
      // Nobody else takes this client's state away: the next clock says that it is still there.
      put(whose, entry.clock() + 1, before);
    } else {
      put(whose, entry.clock(), entry.state());
    }
    if (removes) {
      if (meta != null) {
        changes.removed.add(whose);
      }
    } else if (meta == null) {
      changes.added.add(whose);
    } else {
      changes.updated(whose, !Objects.equals(before, entry.state()));
    }
  }

  private boolean fits(@Nullable Meta before, @Nullable Object state) {
    return state == null
        || held - (before == null ? 0 : before.weight()) + Weight.of(state) <= maxBytes;
  }

  /** False if there is no room for one more client. */
  private boolean makeRoom() {
    if (metas.size() < MAX_CLIENTS) {
      return true;
    }
    Iterator<Long> longestGone = gone.iterator();
    if (!longestGone.hasNext()) {
      return false;
    }
    metas.remove(longestGone.next());
    longestGone.remove();
    return true;
  }

  private void put(long whose, long clock, @Nullable Object state) {
    Meta now = new Meta(clock, millis.getAsLong(), Weight.of(state));
    Meta before = metas.put(whose, now);
    held += now.weight() - (before == null ? 0 : before.weight());
    gone.remove(whose);
    if (state == null) {
      states.remove(whose);
      gone.add(whose);
    } else {
      states.put(whose, state);
    }
  }

  /**
   * Forgets the states of clients, as when their connection has closed.
   *
   * @param origin by which the listener recognises it
   */
  public void remove(Collection<Long> clients, @Nullable Object origin) {
    Changes changes = new Changes();
    for (Long whose : clients) {
      if (states.remove(whose) != null) {
        gone.add(whose);
        if (whose == client) {
          put(whose, clock(whose) + 1, null);
        } else {
          metas.computeIfPresent(whose, (same, meta) -> letGo(meta));
        }
        changes.removed.add(whose);
      }
    }
    if (!changes.removed.isEmpty()) {
      changes.tell(origin);
    }
  }

  private Meta letGo(Meta meta) {
    held -= meta.weight();
    return new Meta(meta.clock(), meta.heardMillis(), 0);
  }

  /**
   * Lets time pass: repeats this client's state if it is half outdated, and forgets the states of
   * those of whom nothing was heard for too long. To be called every few seconds.
   */
  public void tick() {
    long now = millis.getAsLong();
    Meta own = metas.get(client);
    if (own != null
        && states.containsKey(client)
        && now - own.heardMillis() >= OUTDATED_MILLIS / 2) {
      setLocalState(localState());
    }
    List<Long> outdated = new ArrayList<>();
    metas.forEach(
        (whose, meta) -> {
          if (whose != client
              && now - meta.heardMillis() >= OUTDATED_MILLIS
              && states.containsKey(whose)) {
            outdated.add(whose);
          }
        });
    remove(outdated, AwarenessChange.TIMEOUT);
  }

  /**
   * The states of clients, to be told to others; who is gone is told as gone.
   *
   * @throws IllegalArgumentException if nothing was ever heard of one of them
   */
  public byte[] encode(Collection<Long> clients) {
    List<AwarenessUpdate.Entry> entries = new ArrayList<>(clients.size());
    for (Long whose : clients) {
      Meta meta = metas.get(whose);
      if (meta == null) {
        throw new IllegalArgumentException("nothing is known of client " + whose);
      }
      entries.add(new AwarenessUpdate.Entry(whose, meta.clock(), states.get(whose)));
    }
    return new AwarenessUpdate(entries).encode();
  }

  /** What one call has changed. */
  private final class Changes {
    private final List<Long> added = new ArrayList<>();
    private final List<Long> updated = new ArrayList<>();
    private final List<Long> changed = new ArrayList<>();
    private final List<Long> removed = new ArrayList<>();

    void updated(long whose, boolean isOther) {
      updated.add(whose);
      if (isOther) {
        changed.add(whose);
      }
    }

    void tell(@Nullable Object origin) {
      AwarenessChange others =
          new AwarenessChange(
              List.copyOf(added), List.copyOf(changed), List.copyOf(removed), origin);
      if (!others.isEmpty()) {
        listener.changed(others);
      }
      AwarenessChange all =
          new AwarenessChange(others.added(), List.copyOf(updated), others.removed(), origin);
      if (!all.isEmpty()) {
        listener.updated(all);
      }
    }
  }
}
