package dev.quire.crdt.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quire.crdt.fault.MalformedUpdateException;
import dev.quire.crdt.fuzz.HostileUpdates;
import dev.quire.crdt.id.StateVector;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What yjs and we make of updates that nobody meant to send. Settings, as system properties: {@code
 * quire.oracle.hostile.seed} (1; {@code ./scripts/test --soak} takes another each time) and {@code
 * quire.oracle.hostile.updates} (4000).
 */
@Timeout(value = 24, unit = TimeUnit.HOURS)
class HostileYjsTest {
  private static final System.Logger LOG = System.getLogger(HostileYjsTest.class.getName());
  private static final int SEED = Integer.getInteger("quire.oracle.hostile.seed", 1);
  private static final int UPDATES = Integer.getInteger("quire.oracle.hostile.updates", 4000);
  private static final int BATCH = 100;
  private static final int PATIENCE_SECONDS = 20;

  private final Map<String, Integer> outcomes = new TreeMap<>();
  private LiveYjs yjs;

  @BeforeEach
  void startYjs() {
    yjs = LiveYjs.start();
  }

  @AfterEach
  void stopYjs() {
    yjs.close();
  }

  @Test
  void whatBothTakeBothMakeTheSameOf() {
    LOG.log(System.Logger.Level.INFO, "-Dquire.oracle.hostile.seed={0}", String.valueOf(SEED));
    HostileUpdates hostile = new HostileUpdates(SEED);
    for (int done = 0; done < UPDATES; done += BATCH) {
      List<byte[]> updates = hostile.next(BATCH);
      List<List<String>> verdicts = judged(updates);
      for (int i = 0; i < verdicts.size(); i++) {
        outcomes.merge(outcome(updates.get(i), verdicts.get(i)), 1, Integer::sum);
      }
    }
    LOG.log(System.Logger.Level.INFO, "{0}", outcomes);
    assertThat(outcomes.keySet()).noneMatch(outcome -> outcome.startsWith("unexplained"));
    assertThat(outcomes.getOrDefault("both take it, and make the same of it", 0))
        .isGreaterThan(UPDATES / 10);
  }

  @Test
  void aKeyIsTakenFromTheNeighbourThatAStructNames() {
    byte[] update =
        Base64.getDecoder()
            .decode(
                "AQmL06TIBAAHAQFhBAcAi9OkyAQABQVob29rMAcBAXgFBWhvb2sxKAEBbQJrMgF9gQEnAIvTpMgEAgJr"
                    + "MwQHAQF4BQVob29rMYeL06TIBAUFBWhvb2swhIvTpMgEBATwn5iAAwEBbQvWjFDn7XJZBPNQcAA=");
    assertThat(outcome(update, judged(List.of(update)).get(0)))
        .isEqualTo("both take it, and differ: a value of several clocks under a key");
  }

  /** A batch on which yjs goes on for ever is left out. */
  private List<List<String>> judged(List<byte[]> updates) {
    LiveYjs asked = yjs;
    try {
      return CompletableFuture.supplyAsync(() -> asked.judge(updates))
          .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException endless) {
      yjs.close();
      yjs = LiveYjs.start();
      outcomes.merge("yjs doesn't come to an end", 1, Integer::sum);
      return List.of();
    } catch (InterruptedException | ExecutionException failure) {
      throw new AssertionError(failure);
    }
  }

  private static String outcome(byte[] update, List<String> verdict) {
    boolean taken = verdict.get(0).equals("taken");
    Engine engine = new Engine();
    try {
      engine.apply(update);
    } catch (MalformedUpdateException refused) {
      return taken ? "only we refuse it: " + refused.fault() : "both refuse it";
    }
    if (!taken) {
      return "only yjs refuses it: " + OracleRecord.text(verdict.get(1)).replaceAll("[0-9]+", "N");
    }
    StateVector theirs = StateVector.decode(OracleRecord.bytes(verdict.get(2)));
    if (!theirs.equals(engine.stateVector())) {
      return unexplained("state vector", update);
    }
    if (!OracleRecord.text(verdict.get(3)).equals(engine.content())) {
      return unexplained("content", update);
    }
    return "both take it, and make the same of it";
  }

  private static String unexplained(String what, byte[] update) {
    String oddity = HostileUpdates.oddity(update);
    if (oddity != null) {
      return "both take it, and differ: " + oddity;
    }
    return "unexplained, another " + what + ": " + Base64.getEncoder().encodeToString(update);
  }
}
