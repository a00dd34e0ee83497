package dev.quire.edge.socket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quire.edge.channel.Effect;
import dev.quire.edge.channel.Right;
import dev.quire.edge.loop.Turn;
import dev.quire.edge.pace.Allowances;
import dev.quire.edge.pace.PaceLimits;
import dev.quire.edge.presence.PresenceLink;
import dev.quire.kit.Settings;
import dev.quire.wire.Bus;
import dev.quire.wire.Bytes;
import dev.quire.wire.DocumentId;
import dev.quire.wire.Principal;
import dev.quire.wire.SessionId;
import dev.quire.wire.Shards;
import dev.quire.wire.presence.PresenceAddresses;
import dev.quire.wire.presence.PresenceAlive;
import dev.quire.wire.presence.ToPresence;
import dev.quire.wire.session.Routes;
import dev.quire.wire.session.SessionAddresses;
import dev.quire.wire.session.ToEdge;
import dev.quire.wire.session.ToOwner;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Documents that are opened and left without end, an owner and a presence process with them. */
class ManyJoinsTest {
  private static final int JOINS = 100_000;
  private static final int AT_A_TURN = 500;
  private static final int DOCUMENTS = 300;
  private static final int MOST_HERE = 50;
  private static final long LATER_MILLIS = 1_000;

  private static final Principal ANN =
      new Principal(Principal.Realm.EXTERNAL, "ann", "Ann", "", Long.MAX_VALUE, List.of());

  private final Vertx vertx = Vertx.vertx();
  private final Bus bus = Bus.on(vertx);
  private final Context loop = vertx.getOrCreateContext();
  private final Turn turn = new Turn(loop);
  private final Random random = new Random(11);
  private final Documents documents =
      new Documents(
          new OwnerLink(bus, "edge-1", turn, () -> 0),
          new Allowances(PaceLimits.from(Settings.of(Map.of()), false)),
          5);
  private final PresenceLink presence =
      new PresenceLink(bus, "edge-1", turn, (document, states) -> {});

  /** Who the owner and the presence process take to be here, as far as they have been told. */
  private final Set<Long> atOwner = new HashSet<>();

  private final Set<Long> atPresence = new HashSet<>();
  private int opened;
  private final Map<Long, DocumentHost> here = new HashMap<>();

  @AfterEach
  void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @Test
  void aHundredThousandJoinsAndLeavesLeaveNothingBehind() throws Exception {
    onLoop(this::wire);
    for (int i = 0; i < JOINS; i += AT_A_TURN) {
      onLoop(this::comeAndGo);
    }
    onLoop(() -> List.copyOf(here.keySet()).forEach(this::leave));
    // What was said in the last turns has been heard when this comes round.
    for (int i = 0; i < 10; i++) {
      onLoop(() -> documents.tick(LATER_MILLIS));
    }

    onLoop(
        () -> {
          assertThat(opened).isGreaterThan(JOINS / 4);
          assertThat(documents.open()).isZero();
          assertThat(documents.sessions()).isZero();
          assertThat(presence.sessions()).isZero();
          assertThat(atOwner).isEmpty();
          assertThat(atPresence).isEmpty();
        });
  }

  private void wire() {
    bus.consume(SessionAddresses.owner("collab-1", 0), this::owner);
    bus.consume(PresenceAddresses.process("presence-1"), this::presenceProcess);
    List<Routes.Owned> all =
        IntStream.range(0, Shards.COUNT).mapToObj(shard -> new Routes.Owned(shard, 1)).toList();
    documents.announced(new Routes("collab-1", 1, all, false), 0);
    presence.announced(new PresenceAlive("presence-1", 1, false), 0);
  }

  /** Some stay for a while, so that others are there already, and most go at once. */
  private void comeAndGo() {
    for (int i = 0; i < AT_A_TURN; i++) {
      long number = documents.newSession();
      DocumentId document = new DocumentId(7, random.nextInt(DOCUMENTS));
      DocumentHost host =
          documents.join(
              document,
              number,
              new Silent(),
              new Right("ann", true, "", 0, "", "", new SessionId(1, number)));
      presence.enter(document, number, ANN, new Silent());
      here.put(number, host);
      if (random.nextInt(4) == 0) {
        presence.publish(document, number, Bytes.of(new byte[] {0}));
        host.edit(number, Bytes.of(new byte[] {1, (byte) i}));
        host.synchronise(number, Bytes.EMPTY);
      }
      while (here.size() > random.nextInt(MOST_HERE)) {
        leave(here.keySet().iterator().next());
      }
    }
  }

  private void leave(long number) {
    DocumentHost host = here.remove(number);
    if (host != null) {
      presence.leave(host.document(), number);
      host.leave(number);
    }
  }

  private void owner(ToOwner said) {
    List<ToEdge.Output> answers = new ArrayList<>();
    for (ToOwner.Input input : said.inputs()) {
      if (input instanceof ToOwner.Open open) {
        atOwner.add(open.session());
        opened++;
        answers.add(new ToEdge.Opened(open.document(), open.session(), 1, 0));
      } else if (input instanceof ToOwner.Leave leave) {
        atOwner.remove(leave.session());
      }
    }
    documents.receive(new ToEdge("collab-1", 0, answers), 0);
  }

  private void presenceProcess(ToPresence said) {
    for (ToPresence.Input input : said.inputs()) {
      if (input instanceof ToPresence.Enter enter) {
        atPresence.add(enter.session());
      } else if (input instanceof ToPresence.Exit exit) {
        atPresence.remove(exit.session());
      }
    }
  }

  private void onLoop(Runnable step) throws Exception {
    Promise<Void> done = Promise.promise();
    loop.runOnContext(
        now -> Future.<Void>succeededFuture().onSuccess(go -> step.run()).onComplete(done));
    done.future().toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
  }

  /** A session that says nothing of what it is told. */
  private static final class Silent implements Subscriber, PresenceLink.Receiver {
    @Override
    public void deliver(EncodedFrames update) {}

    @Override
    public void awareness(EncodedFrames states) {}

    @Override
    public void answer(Effect.Answer answer) {}

    @Override
    public void synchronise(Effect.Synchronise synchronise) {}

    @Override
    public void end(ToEdge.Reason reason) {
      throw new AssertionError(reason);
    }

    @Override
    public void present(Bytes awareness) {}

    @Override
    public void malformedAwareness() {}
  }
}
