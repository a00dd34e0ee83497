package dev.quire.collab.lease;

import dev.quire.collab.loop.Loop;
import dev.quire.wire.doc.DocCalls;
import dev.quire.wire.doc.ReadEpochs;
import dev.quire.wire.session.Routes;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the log whether others have taken what this process believes it owns: who has nothing to
 * append and does not hear the others would go on with readers that are left behind. One question
 * at a time. On the loop.
 */
final class EpochChecks {
  private static final Logger log = LoggerFactory.getLogger(EpochChecks.class);
  private static final long CHECK_MILLIS = 1000;

  private final Loop loop;
  private final String process;
  private final Duration timeout;
  private final Consumer<List<Routes.Owned>> taken;
  private boolean underWay;
  private long askedAt;

  /**
   * @param taken is told what others have, with their epochs
   */
  EpochChecks(Loop loop, String process, Duration timeout, Consumer<List<Routes.Owned>> taken) {
    this.loop = loop;
    this.process = process;
    this.timeout = timeout;
    this.taken = taken;
  }

  boolean isDue() {
    return !underWay && loop.nowMillis() - askedAt >= CHECK_MILLIS;
  }

  void ask(List<Routes.Owned> owned) {
    askedAt = loop.nowMillis();
    if (owned.isEmpty()) {
      return;
    }
    underWay = true;
    List<ReadEpochs.Held> held =
        owned.stream().map(each -> new ReadEpochs.Held(each.shard(), each.epoch())).toList();
    loop.request(DocCalls.READ_EPOCHS, new ReadEpochs(process, held), timeout)
        .onComplete(
            read -> {
              underWay = false;
              taken.accept(
                  read.taken().stream()
                      .map(each -> new Routes.Owned(each.shard(), each.epoch()))
                      .toList());
            },
            fault -> {
              // The next one says as much.
              underWay = false;
              log.debug("epochs not read: {}", fault.getMessage());
            });
  }
}
