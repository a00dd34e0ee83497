package dev.quire.kit;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.hazelcast.cluster.Member;
import com.hazelcast.cluster.MembershipEvent;
import com.hazelcast.cluster.MembershipListener;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import dev.quire.wire.Answers;
import dev.quire.wire.Bus;
import dev.quire.wire.Bytes;
import dev.quire.wire.DocumentId;
import dev.quire.wire.WireFailure;
import dev.quire.wire.doc.DocCalls;
import dev.quire.wire.doc.ReadHead;
import dev.quire.wire.doc.StoreSnapshot;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** Three processes of a real cluster: the first asks, the others answer, and one of them goes. */
@TestMethodOrder(OrderAnnotation.class)
final class CallsInAClusterTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final ReadHead QUESTION = new ReadHead(new DocumentId(1, 2));
  private static final List<Vertx> PROCESSES = new ArrayList<>();

  private static final Duration ASKED = Duration.ofSeconds(1);
  private static final String NAME = "test-" + UUID.randomUUID();
  private static final List<Integer> PORTS =
      List.of(TestPorts.free(), TestPorts.free(), TestPorts.free());

  @BeforeAll
  static void start() throws Exception {
    List<Future<Vertx>> starting = new ArrayList<>();
    for (int port : PORTS) {
      var cluster = new ServiceVertx.Cluster("127.0.0.1", port, members(), NAME);
      starting.add(ServiceVertx.clustered(ServiceVertx.metrics(), cluster, () -> {}));
    }
    for (Future<Vertx> each : starting) {
      PROCESSES.add(get(each));
    }
  }

  @AfterAll
  static void stop() throws Exception {
    for (Vertx vertx : PROCESSES) {
      get(vertx.close());
    }
  }

  @Test
  @Order(1)
  void aProcessThatGoesIsAskedNothingMoreAndEndsWhatItWasAsked() throws Exception {
    AtomicInteger[] answered = {new AtomicInteger(), new AtomicInteger()};
    List<Answers> answers = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      AtomicInteger count = answered[i];
      Vertx vertx = PROCESSES.get(1 + i);
      answers.add(
          Bus.on(vertx)
              .answers()
              .to(
                  DocCalls.READ_HEAD,
                  read -> {
                    count.incrementAndGet();
                    return vertx.timer(20).map(head());
                  }));
      get(answers.get(i).ready());
    }
    Caller caller = new Caller(PROCESSES.get(0));
    await().until(() -> answered[0].get() > 0 && answered[1].get() > 0);

    get(answers.get(0).drain(Duration.ofSeconds(20)));
    int atItsEnd = answered[0].get();
    int theOthers = answered[1].get();
    await().until(() -> answered[1].get() > theOthers + 50);
    caller.stop();

    await().until(caller::isIdle);
    assertThat(caller.failures).isEmpty();
    assertThat(answered[0]).hasValue(atItsEnd);
    get(answers.get(1).drain(Duration.ofSeconds(20)));
  }

  @Test
  @Order(2)
  void nobodyWaitsForAProcessThatHasLeft() throws Exception {
    Vertx going = PROCESSES.remove(2);
    AtomicInteger asked = new AtomicInteger();
    Answers answers =
        Bus.on(going)
            .answers()
            .to(
                DocCalls.STORE_SNAPSHOT,
                store -> {
                  asked.incrementAndGet();
                  return Promise.<StoreSnapshot.Stored>promise().future();
                });
    get(answers.ready());
    Bus bus = Bus.on(PROCESSES.get(0));
    StoreSnapshot question = new StoreSnapshot(QUESTION.document(), 1, 1, 0, 1, Bytes.EMPTY);
    List<Future<?>> waiting = new ArrayList<>();
    // The first may be asked before anybody has heard who answers them.
    await()
        .until(
            () -> {
              waiting.add(bus.request(DocCalls.STORE_SNAPSHOT, question, Duration.ofMinutes(5)));
              return asked.get() >= 30;
            });

    get(going.close());

    await().atMost(PATIENCE).until(() -> faults(waiting).anyMatch(CallsInAClusterTest::saysGone));
    // What arrived at the moment of the end was thrown away there, and its caller told at once.
    assertThat(faults(waiting)).allMatch(fault -> fault.code() == WireFailure.Code.TIMEOUT);
  }

  /** As where two processes no longer heard each other, and only one of them noticed. */
  @Test
  @Order(3)
  void whoWasHeldForGoneSaysAgainWhatItListensTo() throws Exception {
    Vertx asked = PROCESSES.get(1);
    get(Bus.on(asked).answers().to(DocCalls.READ_HEAD, read -> asked.timer(1).map(head())).ready());
    Vertx other =
        get(
            ServiceVertx.clustered(
                ServiceVertx.metrics(),
                new ServiceVertx.Cluster("127.0.0.1", PORTS.get(2), members(), NAME),
                () -> {}));
    PROCESSES.add(other);

    Hazelcast.getAllHazelcastInstances().forEach(CallsInAClusterTest::holdOthersForGone);

    Bus bus = Bus.on(other);
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                get(bus.request(DocCalls.READ_HEAD, QUESTION, ASKED)
                        .transform(Future::succeededFuture))
                    .succeeded());
  }

  private static void holdOthersForGone(HazelcastInstance member) {
    var manager =
        (MembershipListener) Objects.requireNonNull(member.getUserContext().get("quire.listeners"));
    Set<Member> all = member.getCluster().getMembers();
    for (Member other : all) {
      if (!other.localMember()) {
        manager.memberRemoved(
            new MembershipEvent(member.getCluster(), other, MembershipEvent.MEMBER_REMOVED, all));
      }
    }
  }

  private static Stream<WireFailure> faults(List<Future<?>> calls) {
    return calls.stream().filter(Future::failed).map(call -> (WireFailure) call.cause());
  }

  private static boolean saysGone(WireFailure fault) {
    return fault.detail().contains("is gone");
  }

  /** Has a few calls under way at any time. */
  private static final class Caller {
    final ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private final AtomicInteger underWay = new AtomicInteger();
    private final Bus bus;
    private volatile boolean stopped;

    Caller(Vertx vertx) {
      bus = Bus.on(vertx);
      IntStream.range(0, 8).forEach(i -> vertx.runOnContext(turn -> call()));
    }

    private void call() {
      if (stopped) {
        return;
      }
      underWay.incrementAndGet();
      bus.request(DocCalls.READ_HEAD, QUESTION, PATIENCE)
          .onFailure(failures::add)
          .onComplete(
              done -> {
                underWay.decrementAndGet();
                call();
              });
    }

    void stop() {
      stopped = true;
    }

    boolean isIdle() {
      return underWay.get() == 0;
    }
  }

  private static ReadHead.Head head() {
    return new ReadHead.Head("i", 1, 0, 0, 0);
  }

  private static List<String> members() {
    return PORTS.stream().map(port -> "127.0.0.1:" + port).toList();
  }

  private static <T> T get(Future<T> future) throws ExecutionException, InterruptedException {
    try {
      return future.toCompletionStage().toCompletableFuture().get(PATIENCE.toSeconds(), SECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError("nothing came of it in " + PATIENCE, e);
    }
  }
}
