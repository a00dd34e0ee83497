package dev.quire.e2e;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Makes faults happen to a busy cluster, and watches how long people wait. One thread at a time.
 */
final class FaultInjector {
  /** How long a server that nobody replaces stays away. */
  private static final long SERVER_AWAY_MILLIS = 1_000;

  private static final long BETWEEN_BREAKS_MILLIS = 100;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final BusyCluster busy;

  FaultInjector(BusyCluster busy) {
    this.busy = busy;
  }

  /**
   * What a fault did.
   *
   * @param target the process that it happened to
   * @param owned the documents that this process owned
   * @param first how long each client waited for its first acknowledgement of an edit made after it
   * @param longest the longest wait of each client until all was well again
   * @param wholeMillis until everything ran again and everybody was acknowledged
   */
  record Outcome(
      Fault fault,
      String target,
      List<Integer> owned,
      List<People.Wait> first,
      List<People.Wait> longest,
      long wholeMillis) {

    /** The documents it owned: how long until the first of each one's clients was acknowledged. */
    List<Long> takeovers() {
      return perOwnedDocument(first, Comparator.reverseOrder());
    }

    /** The documents it owned: the longest that any edit waited. */
    List<Long> pauses() {
      return perOwnedDocument(longest, Comparator.naturalOrder());
    }

    long worst() {
      return longest.stream().mapToLong(wait -> millis(wait)).max().orElse(0);
    }

    private List<Long> perOwnedDocument(List<People.Wait> waits, Comparator<Long> order) {
      return owned.stream()
          .map(
              document ->
                  waits.stream()
                      .filter(wait -> wait.room() == document)
                      .map(Outcome::millis)
                      .max(order)
                      .orElse(PATIENCE.toMillis()))
          .toList();
    }

    private static long millis(People.Wait wait) {
      Long millis = wait.millis();
      return millis == null ? PATIENCE.toMillis() : millis;
    }
  }

  /**
   * Makes it happen, undoes it, and waits until everybody is acknowledged again and everything that
   * was promised is in the log.
   *
   * @throws AssertionError where something is lost, or somebody waits for more than two minutes
   */
  Outcome inject(Fault fault) throws Exception {
    String target =
        fault.target().startsWith("owner of ")
            ? busy.ownerOf(Integer.parseInt(fault.target().substring("owner of ".length())))
            : fault.target();
    List<Integer> owned = target.startsWith("collab") ? busy.ownedBy(target) : List.of();
    busy.people().longest();
    long began = System.currentTimeMillis();
    CompletableFuture<List<People.Wait>> first =
        switch (fault.kind()) {
          case KILL -> end(target, "KILL", began);
          case TERMINATE -> end(target, target.equals("postgres") ? "INT" : "TERM", began);
          case FREEZE -> {
            long frozen = busy.cluster().signal(target, "STOP");
            var answers = busy.people().answered(frozen, PATIENCE);
            busy.pause(fault.millis());
            busy.cluster().signal(target, "CONT");
            yield answers;
          }
          case REFUSE -> cut(target, TcpProxy.Mode.REFUSING, fault.millis());
          case FLAP -> flap(target, fault.millis());
          case SILENCE -> cut(target, TcpProxy.Mode.SILENT, fault.millis());
        };
    List<People.Wait> answers = first.get(PATIENCE.toSeconds() + 10, TimeUnit.SECONDS);
    busy.awaitRecovery();
    long whole = System.currentTimeMillis() - began;
    busy.people().check();
    return new Outcome(fault, target, owned, answers, busy.people().longest(), whole);
  }

  private CompletableFuture<List<People.Wait>> end(String target, String signal, long began)
      throws Exception {
    var answers = busy.people().answered(began, PATIENCE);
    if (target.equals("postgres") || target.equals("redis")) {
      busy.servers().stop(target, signal);
      busy.pause(SERVER_AWAY_MILLIS);
      busy.servers().start(target);
    } else {
      busy.cluster().end(target, signal);
      busy.cluster().run("start", target);
    }
    return answers;
  }

  private CompletableFuture<List<People.Wait>> flap(String target, long millis) throws Exception {
    long began = System.currentTimeMillis();
    var answers = busy.people().answered(began, PATIENCE);
    do {
      busy.breakLinksOf(target);
      busy.pause(BETWEEN_BREAKS_MILLIS);
    } while (System.currentTimeMillis() - began < millis);
    return answers;
  }

  private CompletableFuture<List<People.Wait>> cut(String link, TcpProxy.Mode mode, long millis)
      throws Exception {
    TcpProxy proxy = busy.proxy(link);
    proxy.set(mode);
    var answers = busy.people().answered(System.currentTimeMillis(), PATIENCE);
    try {
      busy.pause(millis);
    } finally {
      proxy.set(TcpProxy.Mode.OPEN);
    }
    return answers;
  }
}
