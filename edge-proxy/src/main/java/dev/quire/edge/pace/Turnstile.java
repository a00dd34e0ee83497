package dev.quire.edge.pace;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;

/**
 * Lets so many through at once, and of one key so many; the others wait, and are let through in
 * turns by key: who brings thousands holds up nobody but themselves. Pure; of one loop.
 *
 * @param <K> whose it is
 */
public final class Turnstile<K> {
  private final int atOnce;
  private final int atOnceEach;
  private final Map<K, Line> lines = new HashMap<>();

  /** Those with somebody who waits and may go as far as they are concerned. */
  private final ArrayDeque<Line> turns = new ArrayDeque<>();

  private int inside;
  private int waiting;
  private boolean running;

  /** What one key has inside and waiting. */
  private static final class Line {
    final ArrayDeque<Runnable> waiting = new ArrayDeque<>();
    int inside;
    boolean hasTurn;
  }

  /**
   * @param atOnce inside at the same moment
   * @param atOnceEach the same of one key
   */
  public Turnstile(int atOnce, int atOnceEach) {
    this.atOnce = atOnce;
    this.atOnceEach = atOnceEach;
  }

  /**
   * Runs it, now or when its turn comes; {@link #leave} is to be called once for it. Of one caller
   * with nothing to bound how often it waits, this would be a queue without a bound.
   */
  public void enter(K key, Runnable go) {
    Line line = lines.computeIfAbsent(key, unknown -> new Line());
    line.waiting.addLast(go);
    waiting++;
    queue(line);
    run();
  }

  /** One of this key's is through. */
  public void leave(K key) {
    Line line = lines.get(key);
    if (line == null || line.inside == 0) {
      throw new IllegalStateException("nobody of " + key + " is inside");
    }
    inside--;
    line.inside--;
    if (line.inside == 0 && line.waiting.isEmpty()) {
      lines.remove(key);
    }
    queue(line);
    run();
  }

  /** How many wait. */
  public int waiting() {
    return waiting;
  }

  /** Whether as many are inside as may be, of all keys together. */
  public boolean isFull() {
    return inside >= atOnce;
  }

  /** How many are inside. */
  public int inside() {
    return inside;
  }

  /** Of how many keys somebody waits or is inside: it remembers no others. */
  public int keys() {
    return lines.size();
  }

  private void queue(Line line) {
    if (!line.hasTurn && !line.waiting.isEmpty() && line.inside < atOnceEach) {
      line.hasTurn = true;
      turns.addLast(line);
    }
  }

  /** Who is let through may leave at once: that is no deeper call. */
  private void run() {
    if (running) {
      return;
    }
    running = true;
    try {
      while (inside < atOnce && !turns.isEmpty()) {
        Line line = turns.removeFirst();
        line.hasTurn = false;
        Runnable go = line.waiting.removeFirst();
        waiting--;
        inside++;
        line.inside++;
        queue(line);
        go.run();
      }
    } finally {
      running = false;
    }
  }
}
