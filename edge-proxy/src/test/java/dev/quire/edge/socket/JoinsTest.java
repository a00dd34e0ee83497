package dev.quire.edge.socket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quire.edge.pace.Allowances;
import dev.quire.edge.pace.PaceLimits;
import dev.quire.edge.pace.Slices;
import dev.quire.kit.Settings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The line at the documents' door, with timers that go off when the test says so. */
class JoinsTest {
  private static final int USERS = 20;

  private final Map<Long, Handler<Long>> timers = new HashMap<>();
  private long lastTimer;
  private int begun;

  /** A vertx that has timers and nothing else. */
  private final Vertx vertx =
      (Vertx)
          Proxy.newProxyInstance(
              JoinsTest.class.getClassLoader(),
              new Class<?>[] {Vertx.class},
              (proxy, method, values) ->
                  switch (method.getName()) {
                    case "setTimer" -> set(values[1]);
                    case "cancelTimer" -> timers.remove(values[0]) != null;
                    default -> throw new UnsupportedOperationException(method.getName());
                  });

  @SuppressWarnings("unchecked")
  private long set(Object handler) {
    timers.put(++lastTimer, (Handler<Long>) handler);
    return lastTimer;
  }

  private void timersGoOff() {
    for (long timer : List.copyOf(timers.keySet())) {
      Handler<Long> handler = timers.remove(timer);
      if (handler != null) {
        handler.handle(timer);
      }
    }
  }

  private static final class Somebody implements Newcomer {
    private final String whose;
    private boolean gone;

    Somebody(String whose) {
      this.whose = whose;
    }

    @Override
    public String whose() {
      return whose;
    }

    @Override
    public String address() {
      return "198.51.100.1";
    }

    @Override
    public boolean isClosing() {
      return gone;
    }
  }

  private Joins joins(String... settings) {
    Map<String, String> environment = new HashMap<>();
    for (int i = 0; i < settings.length; i += 2) {
      environment.put(settings[i], settings[i + 1]);
    }
    PaceLimits limits = PaceLimits.from(Settings.of(environment), false);
    return new Joins(
        vertx,
        new Slices(() -> 0, (rest, then) -> then.run()),
        limits,
        new Allowances(limits),
        new EdgeCounters(new SimpleMeterRegistry()));
  }

  /**
   * In each way that there is: answered at once, later, with a failure, with none until the place
   * was let go, and given up before.
   */
  @Test
  void aHundredThousandJoinsLeaveNothingBehind() {
    Joins joins = joins();
    Random random = new Random(5);
    List<Promise<Void>> unanswered = new ArrayList<>();
    List<Somebody> waiting = new ArrayList<>();
    int[] ended = {0};
    for (int i = 0; i < 100_000; i++) {
      Somebody who = new Somebody("user-" + random.nextInt(USERS));
      waiting.add(who);
      joins
          .paced(who, who.whose())
          .compose(now -> joins.pass(who, () -> work(random, unanswered)))
          .onComplete(through -> ended[0]++);
      while (random.nextInt(3) == 0 && !unanswered.isEmpty()) {
        Promise<Void> answer = unanswered.remove(random.nextInt(unanswered.size()));
        if (random.nextBoolean()) {
          answer.complete();
        } else {
          answer.fail("refused");
        }
      }
      if (random.nextInt(4) == 0) {
        waiting.remove(random.nextInt(waiting.size())).gone = true;
      }
      if (random.nextInt(50) == 0) {
        timersGoOff();
      }
    }
    while (!timers.isEmpty() || !unanswered.isEmpty()) {
      List<Promise<Void>> last = List.copyOf(unanswered);
      unanswered.clear();
      last.forEach(Promise::complete);
      timersGoOff();
    }

    assertThat(ended[0]).isEqualTo(100_000);
    assertThat(joins.underWay()).isZero();
  }

  private static Future<Void> work(Random random, List<Promise<Void>> unanswered) {
    return switch (random.nextInt(4)) {
      case 0 -> Future.succeededFuture();
      case 1 -> throw new IllegalStateException("a fault of ours");
      default -> {
        Promise<Void> answer = Promise.promise();
        unanswered.add(answer);
        yield answer.future();
      }
    };
  }

  @Test
  void aServiceThatDoesNotAnswerKeepsNobodyOutForLongerThanThat() {
    Joins joins = joins("QUIRE_LIMIT_JOINS_AT_ONCE", "2");
    List<Promise<Void>> unanswered = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      Somebody who = new Somebody("user-" + i);
      joins.pass(
          who,
          () -> {
            begun++;
            Promise<Void> answer = Promise.promise();
            unanswered.add(answer);
            return answer.future();
          });
    }

    assertThat(begun).isEqualTo(2);
    timersGoOff();
    assertThat(begun).isEqualTo(4);
    // An answer that comes late makes no room twice.
    unanswered.get(0).complete();
    assertThat(begun).isEqualTo(4);
    unanswered.get(2).complete();
    assertThat(begun).isEqualTo(5);
  }

  @Test
  void whoHasGoneIsNoBurdenToThoseBehindThem() {
    Joins joins =
        joins("QUIRE_LIMIT_USER_JOINS_PER_SECOND", "1", "QUIRE_LIMIT_USER_JOINS_BURST", "1");
    Somebody first = new Somebody("ann");
    joins.paced(first, "ann");
    Somebody second = new Somebody("ann");
    Future<Void> given = joins.paced(second, "ann");
    second.gone = true;

    timersGoOff();

    assertThat(given.failed()).isTrue();
    assertThat(joins.underWay()).isZero();
  }
}
