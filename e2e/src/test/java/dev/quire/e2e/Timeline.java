package dev.quire.e2e;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** What went wrong when, and what people noticed of it. One thread at a time. */
final class Timeline {
  private final long began = System.currentTimeMillis();
  private final List<FaultInjector.Outcome> outcomes = new ArrayList<>();

  int faults() {
    return outcomes.size();
  }

  /** Adds a line, and answers with it. */
  String add(FaultInjector.Outcome outcome) {
    outcomes.add(outcome);
    String target =
        outcome.target().equals(outcome.fault().target()) ? "" : " = " + outcome.target();
    String line =
        String.format(
            Locale.ROOT,
            "%6.1f s  %2d  %-34s first ack after %s ms, longest wait %d ms, whole in %.1f s, lost 0",
            (System.currentTimeMillis() - began) / 1000.0,
            outcomes.size(),
            outcome.fault() + target,
            first(outcome),
            outcome.worst(),
            outcome.wholeMillis() / 1000.0);
    return outcome.owned().isEmpty()
        ? line
        : line
            + String.format(
                Locale.ROOT,
                "; of the documents it owned %s, %s and %s ms",
                outcome.owned(),
                outcome.takeovers(),
                outcome.pauses());
  }

  private static String first(FaultInjector.Outcome outcome) {
    return outcome.first().stream()
        .map(People.Wait::millis)
        .filter(millis -> millis != null)
        .min(Long::compare)
        .map(String::valueOf)
        .orElse("-");
  }

  /** Over all documents whose owner was killed: until the first acknowledgement. */
  List<Long> takeoversAfterKills() {
    return of(Fault.Kind.KILL, FaultInjector.Outcome::takeovers);
  }

  /** Over all documents whose owner froze: until the first acknowledgement. */
  List<Long> takeoversAfterFreezes() {
    return of(Fault.Kind.FREEZE, FaultInjector.Outcome::takeovers);
  }

  /** Over all documents whose owner was told to end: the longest wait of any edit. */
  List<Long> plannedPauses() {
    return of(Fault.Kind.TERMINATE, FaultInjector.Outcome::pauses);
  }

  private List<Long> of(Fault.Kind kind, Function<FaultInjector.Outcome, List<Long>> figures) {
    return outcomes.stream()
        .filter(outcome -> outcome.fault().kind() == kind)
        .flatMap(outcome -> figures.apply(outcome).stream())
        .sorted()
        .toList();
  }

  /** The value that so great a part of them does not exceed; 0 of none. */
  static long quantile(List<Long> sorted, double part) {
    return sorted.isEmpty()
        ? 0
        : sorted.get(Math.max(0, (int) Math.ceil(part * sorted.size()) - 1));
  }

  String summary() {
    return faults()
        + " faults, nothing lost; "
        + figures("after kill -9 of an owner the first acknowledgement", takeoversAfterKills())
        + "; "
        + figures("after a freeze of an owner", takeoversAfterFreezes())
        + "; "
        + figures("longest wait in a planned handover", plannedPauses());
  }

  private static String figures(String what, List<Long> sorted) {
    return what
        + ": p50 "
        + quantile(sorted, 0.5)
        + ", p95 "
        + quantile(sorted, 0.95)
        + ", worst "
        + quantile(sorted, 1)
        + " ms of "
        + sorted.size();
  }
}
