package dev.quire.e2e;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Something that goes wrong.
 *
 * @param target a process; {@code owner of 3}, the process that owns that document at the time;
 *     {@code postgres} or {@code redis}; for cuts, a proxy
 * @param millis how long it lasts, where that is not until the process is started again
 */
record Fault(Kind kind, String target, long millis) {
  /** What is done. */
  enum Kind {
    /** SIGKILL, and a start. */
    KILL("kill -9"),
    /** SIGTERM, and a start when it has ended. */
    TERMINATE("SIGTERM"),
    /** SIGSTOP, and SIGCONT after longer than any lease. */
    FREEZE("freeze"),
    /** The connections end, and new ones do. */
    REFUSE("refuse"),
    /** Nothing arrives any more, and nobody is told. */
    SILENCE("cut"),
    /** All connections of a process with others of the cluster end, again and again. */
    FLAP("break the connections of");

    final String words;

    Kind(String words) {
      this.words = words;
    }
  }

  /** Longer than the members' patience with each other (5 s) and the lock sessions' life. */
  private static final long FREEZE_MILLIS = 9_000;

  @Override
  public String toString() {
    return kind.words + " " + target + (millis > 0 ? " for " + millis / 1000.0 + " s" : "");
  }

  /**
   * One of each kind for each sort of process and connection at least, in a random order.
   *
   * @param withFlaps whether connections between members can be ended here
   */
  static List<Fault> schedule(Random random, boolean withFlaps) {
    List<Fault> faults = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      faults.add(new Fault(Kind.KILL, owner(random), 0));
    }
    for (int i = 0; i < 4; i++) {
      faults.add(new Fault(Kind.TERMINATE, owner(random), 0));
    }
    for (int i = 0; i < 3; i++) {
      faults.add(new Fault(Kind.FREEZE, owner(random), FREEZE_MILLIS));
    }
    for (String service : List.of("edge", "doc", "presence")) {
      faults.add(new Fault(Kind.KILL, one(service, random), 0));
      faults.add(new Fault(Kind.TERMINATE, one(service, random), 0));
      faults.add(new Fault(Kind.FREEZE, one(service, random), FREEZE_MILLIS));
    }
    faults.add(new Fault(Kind.KILL, "auth-1", 0));
    faults.add(new Fault(Kind.TERMINATE, "auth-1", 0));
    faults.add(new Fault(Kind.KILL, "postgres", 0));
    faults.add(new Fault(Kind.TERMINATE, "postgres", 0));
    faults.add(new Fault(Kind.KILL, "redis", 0));
    faults.add(new Fault(Kind.TERMINATE, "redis", 0));
    for (String link : List.of("postgres", "postgres of doc-1", "redis")) {
      faults.add(new Fault(Kind.REFUSE, link, random.nextInt(500, 4_000)));
      faults.add(new Fault(Kind.SILENCE, link, random.nextInt(500, 4_000)));
    }
    if (withFlaps) {
      faults.add(new Fault(Kind.FLAP, owner(random), random.nextInt(100, 3_000)));
      for (String service : List.of("edge", "doc")) {
        faults.add(new Fault(Kind.FLAP, one(service, random), random.nextInt(100, 3_000)));
      }
    }
    Collections.shuffle(faults, random);
    return faults;
  }

  private static String owner(Random random) {
    return "owner of " + random.nextInt(BusyCluster.DOCUMENTS);
  }

  private static String one(String service, Random random) {
    return service + "-" + random.nextInt(1, 3);
  }
}
