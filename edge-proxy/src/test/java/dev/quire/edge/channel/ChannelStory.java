package dev.quire.edge.channel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quire.wire.Bytes;
import dev.quire.wire.SessionId;
import dev.quire.wire.session.ToEdge;
import dev.quire.wire.session.ToOwner;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * A channel, the clients on it and an owner, with the messages between them in the test's hand.
 * Checks on the way that no client is ever given a frame that skips a revision.
 */
final class ChannelStory {
  /** What one client has seen. */
  static final class Client {
    final Set<Long> edits = new LinkedHashSet<>();
    final List<ToEdge.Verdict> answers = new ArrayList<>();
    long revision = -1;
    int states;
    int doubled;
    int writing;
    Optional<ToEdge.Reason> closed = Optional.empty();
  }

  final Map<Long, Client> clients = new HashMap<>();
  final List<Long> log = new ArrayList<>();
  final ArrayDeque<ToOwner.Input> toOwner = new ArrayDeque<>();
  final DocumentChannel channel;
  ModelOwner owner;
  private long numbers;
  private long now;

  ChannelStory() {
    this(ChannelLimits.DEFAULT);
  }

  ChannelStory(ChannelLimits limits) {
    channel = new DocumentChannel(ModelOwner.DOCUMENT, limits, () -> ++numbers);
    owner = ownedBy("collab-1", 1);
  }

  Client client(long session) {
    return Objects.requireNonNull(clients.get(session), "no such client");
  }

  /** The shard goes to a process that starts from the log. */
  ModelOwner ownedBy(String process, long epoch) {
    owner = new ModelOwner(process, log);
    toOwner.clear();
    tell(new Input.Routed(Optional.of(owner.address(epoch))));
    return owner;
  }

  void startsClockAt(long millis) {
    now = millis;
  }

  void ownedByNobody() {
    toOwner.clear();
    tell(new Input.Routed(Optional.empty()));
  }

  Client joins(long session) {
    Client client = new Client();
    clients.put(session, client);
    tell(
        new Input.Join(
            session, new Right("user-" + session, true, "", 0, "", "", new SessionId(1, session))));
    return client;
  }

  Client joinsAndSynchronises(long session) {
    Client client = joins(session);
    asksForState(session);
    settle();
    return client;
  }

  void asksForState(long session) {
    tell(new Input.Synchronise(session, Bytes.EMPTY));
  }

  void edits(long session, long edit) {
    tell(new Input.Edit(session, ModelOwner.edit(edit)));
  }

  void speaks(long session, long client) {
    tell(new Input.Speaks(session, client));
  }

  void leaves(long session) {
    tell(new Input.Leave(session));
  }

  /** A state in parts has gone out whole. */
  void written(long session) {
    Client client = client(session);
    client.writing--;
    client.edits.addAll(log.subList(0, (int) client.revision));
    tell(new Input.Written(session));
  }

  /** Every message reaches its end, until there are none. */
  void settle() {
    while (!toOwner.isEmpty() || !owner.out.isEmpty()) {
      if (!toOwner.isEmpty()) {
        owner.take(toOwner.removeFirst());
      } else {
        receives(owner.out.removeFirst());
      }
    }
  }

  /** The owner gets what was sent to it; what it says waits. */
  void ownerWorks() {
    while (!toOwner.isEmpty()) {
      owner.take(toOwner.removeFirst());
    }
  }

  void receives(ToEdge.Output message) {
    tell(new Input.FromOwner(owner.process, 0, message));
  }

  /** Time goes by in half seconds; messages flow. */
  void passes(long millis) {
    for (long passed = 0; passed < millis; passed += 500) {
      tick();
      settle();
    }
  }

  void tick() {
    now += 500;
    tell(new Input.Tick(now));
    if (now % 1_000 == 0) {
      owner.tick();
    }
  }

  private void tell(Input input) {
    for (Effect effect : channel.on(input)) {
      run(effect);
    }
    channel.check();
  }

  private void run(Effect effect) {
    if (effect instanceof Effect.Send send) {
      assertThat(send.owner().process()).isEqualTo(owner.process);
      toOwner.add(send.message());
    } else if (effect instanceof Effect.Deliver deliver) {
      deliver.sessions().forEach(session -> delivered(session, deliver.frame()));
    } else if (effect instanceof Effect.Synchronise synchronise) {
      synchronised(synchronise);
    } else if (effect instanceof Effect.Answer answer) {
      for (int i = 0; i < answer.frames(); i++) {
        client(answer.session()).answers.add(answer.verdict());
      }
    } else if (effect instanceof Effect.Close close) {
      client(close.session()).closed = Optional.of(close.reason());
    }
  }

  private void delivered(long session, ToEdge.Fanout frame) {
    Client client = client(session);
    assertThat(client.writing).as("writing to %s", session).isZero();
    assertThat(client.revision).as("seen by %s", session).isGreaterThanOrEqualTo(frame.after());
    if (frame.through() <= client.revision) {
      client.doubled++;
    }
    client.edits.addAll(ModelOwner.editsIn(frame.update()));
    client.revision = Math.max(client.revision, frame.through());
  }

  private void synchronised(Effect.Synchronise synchronise) {
    Client client = client(synchronise.session());
    ToEdge.Synchronised state = synchronise.state();
    client.states++;
    client.revision = Math.max(client.revision, state.revision());
    if (state.head().length() < state.length()) {
      client.writing++;
    } else {
      client.edits.addAll(ModelOwner.editsIn(state.head()));
    }
  }
}
