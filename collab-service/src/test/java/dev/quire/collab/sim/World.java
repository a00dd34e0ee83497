package dev.quire.collab.sim;

import static java.util.stream.Collectors.joining;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;

/** Time, chance and what happens next. */
final class World {
  /** Somebody who may die or stand still. What is scheduled for the dead never happens. */
  static class Actor {
    private final ArrayDeque<Runnable> postponed = new ArrayDeque<>();
    private boolean dead;
    private boolean frozen;

    boolean isDead() {
      return dead;
    }

    boolean isFrozen() {
      return frozen;
    }

    void die() {
      dead = true;
      postponed.clear();
    }

    /** What comes meanwhile happens at the thaw, in its order. */
    void freeze() {
      frozen = true;
    }

    void thaw() {
      frozen = false;
      while (!postponed.isEmpty() && !frozen && !dead) {
        postponed.remove().run();
      }
    }

    private void happen(Runnable event) {
      if (frozen) {
        postponed.add(event);
      } else if (!dead) {
        event.run();
      }
    }
  }

  private record Event(long atMillis, long order, Runnable action) implements Comparable<Event> {
    @Override
    public int compareTo(Event other) {
      int time = Long.compare(atMillis, other.atMillis);
      return time != 0 ? time : Long.compare(order, other.order);
    }
  }

  private static final int STORY_LINES = 4000;

  private final Random random;
  private final PriorityQueue<Event> events = new PriorityQueue<>();
  private final Map<RarePath, Long> taken = new EnumMap<>(RarePath.class);
  private final boolean tellsStory;
  private final ArrayDeque<String> story = new ArrayDeque<>();
  private long nowMillis;
  private long scheduled;
  private long inputs;
  private boolean healed;

  World(long seed, boolean tellsStory) {
    this.random = new Random(seed * 0x9E3779B97F4A7C15L);
    this.tellsStory = tellsStory;
  }

  /** Nothing goes wrong by chance any more. */
  void heal() {
    healed = true;
  }

  boolean isHealed() {
    return healed;
  }

  long nowMillis() {
    return nowMillis;
  }

  Random random() {
    return random;
  }

  boolean chance(double probability) {
    return probability > 0 && random.nextDouble() < probability;
  }

  /** From {@code least} to {@code most}. */
  long between(long least, long most) {
    return least + (long) (random.nextDouble() * (most - least + 1));
  }

  <T> T pick(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  void after(long millis, Runnable action) {
    events.add(new Event(nowMillis + Math.max(0, millis), ++scheduled, action));
  }

  void after(long millis, Actor actor, Runnable action) {
    after(millis, () -> actor.happen(action));
  }

  void every(long millis, Actor actor, Runnable action) {
    after(
        millis,
        actor,
        () -> {
          action.run();
          every(millis, actor, action);
        });
  }

  void runUntil(long millis) {
    while (!events.isEmpty() && events.element().atMillis() <= millis) {
      Event next = events.remove();
      nowMillis = Math.max(nowMillis, next.atMillis());
      next.action().run();
    }
    nowMillis = Math.max(nowMillis, millis);
  }

  void count(RarePath path) {
    taken.merge(path, 1L, Long::sum);
  }

  Map<RarePath, Long> taken() {
    return taken;
  }

  void countInput() {
    inputs++;
  }

  /** How many inputs owners took. */
  long inputs() {
    return inputs;
  }

  /** A line of the history, kept only where somebody will read it. */
  void tell(Object... words) {
    if (tellsStory) {
      story.add(nowMillis + " " + Arrays.stream(words).map(String::valueOf).collect(joining(" ")));
      if (story.size() > STORY_LINES) {
        story.remove();
      }
    }
  }

  List<String> story() {
    return new ArrayList<>(story);
  }
}
