package dev.quire.collab.sim;

import dev.quire.edge.channel.ChannelLimits;
import dev.quire.edge.channel.DocumentChannel;
import dev.quire.edge.channel.Effect;
import dev.quire.edge.channel.Input;
import dev.quire.edge.channel.Owner;
import dev.quire.wire.Bytes;
import dev.quire.wire.DocumentId;
import dev.quire.wire.Shards;
import dev.quire.wire.session.Routes;
import dev.quire.wire.session.ToEdge;
import dev.quire.wire.session.ToOwner;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An edge: real channels, and around them what the real shell does. */
final class SimEdge extends World.Actor {
  private static final long TICK_MILLIS = 500;
  private static final long ROUTE_SILENCE_MILLIS = 3000;
  private static final ChannelLimits LIMITS = new ChannelLimits(400, 1000, 3000);

  /** The bus, as an edge sees it; no message is a sign of life. */
  interface Surroundings {
    void toOwner(SimEdge from, String process, ToOwner.@Nullable Input message);
  }

  private record Heard(long atMillis, Map<Integer, Long> epochs) {}

  private final String name;
  private final World world;
  private final Surroundings surroundings;
  private final Checker checker;
  private final Map<DocumentId, DocumentChannel> channels = new LinkedHashMap<>();
  private final Map<Long, Link> links = new LinkedHashMap<>();
  private final Map<String, Heard> heard = new LinkedHashMap<>();
  private final Map<ToEdge.Output, Bytes> states = new HashMap<>();
  private long sessions;
  private long numbers;

  SimEdge(String name, World world, Surroundings surroundings, Checker checker) {
    this.name = name;
    this.world = world;
    this.surroundings = surroundings;
    this.checker = checker;
    world.every(TICK_MILLIS, this, this::tick);
    world.every(2 * TICK_MILLIS, this, this::showLife);
  }

  String name() {
    return name;
  }

  // What clients do.

  Link connect(SimClient client) {
    Link link = new Link(world, client, this, ++sessions);
    links.put(link.session(), link);
    link.toEdge(
        () -> {
          Input.Join join = new Input.Join(link.session(), client.author(), client.mayEdit());
          tell(client.document(), join);
        });
    return link;
  }

  void synchronise(Link link, Bytes stateVector) {
    tell(link.client().document(), new Input.Synchronise(link.session(), stateVector));
  }

  void edit(Link link, Bytes update) {
    tell(link.client().document(), new Input.Edit(link.session(), update));
  }

  void left(long session) {
    Link link = links.remove(session);
    if (link != null) {
      tell(link.client().document(), new Input.Leave(session));
    }
  }

  /** Dies, and every socket with it. */
  @Override
  void die() {
    super.die();
    List.copyOf(links.values()).forEach(Link::breakOff);
  }

  // What owners say.

  void receive(String process, ToEdge.Output message, Optional<Bytes> state) {
    state.ifPresent(bytes -> states.put(message, bytes));
    if (channels.containsKey(message.document())) {
      tell(message.document(), new Input.FromOwner(process, 0, message));
    }
  }

  void receive(Routes routes) {
    Map<Integer, Long> epochs = new HashMap<>();
    routes.owned().forEach(owned -> epochs.put(owned.shard(), owned.epoch()));
    heard.put(routes.process(), new Heard(world.nowMillis(), epochs));
    route();
  }

  private void route() {
    heard.values().removeIf(from -> world.nowMillis() - from.atMillis() > ROUTE_SILENCE_MILLIS);
    for (DocumentId document : List.copyOf(channels.keySet())) {
      tell(document, new Input.Routed(ownerOf(document)));
    }
  }

  private Optional<Owner> ownerOf(DocumentId document) {
    int shard = Shards.of(document);
    Owner best = null;
    for (Map.Entry<String, Heard> process : heard.entrySet()) {
      Long epoch = process.getValue().epochs().get(shard);
      if (epoch != null && (best == null || best.epoch() < epoch)) {
        best = new Owner(process.getKey(), 0, epoch);
      }
    }
    return Optional.ofNullable(best);
  }

  // Time.

  private void tick() {
    route();
    for (DocumentId document : List.copyOf(channels.keySet())) {
      tell(document, new Input.Tick(world.nowMillis()));
    }
  }

  private void showLife() {
    heard.keySet().forEach(process -> surroundings.toOwner(this, process, null));
  }

  // Channels.

  private void tell(DocumentId document, Input input) {
    DocumentChannel channel = channels.get(document);
    if (channel == null) {
      if (!(input instanceof Input.Join)) {
        return;
      }
      channel = new DocumentChannel(document, LIMITS, () -> ++numbers);
      channels.put(document, channel);
      run(document, channel.on(new Input.Tick(world.nowMillis())));
      run(document, channel.on(new Input.Routed(ownerOf(document))));
    }
    List<Effect> effects = channel.on(input);
    channel.check();
    run(document, effects);
    if (channel.isEmpty()) {
      channels.remove(document, channel);
    }
  }

  private void run(DocumentId document, List<Effect> effects) {
    for (Effect effect : effects) {
      if (effect instanceof Effect.Send send) {
        surroundings.toOwner(this, send.owner().process(), send.message());
      } else if (effect instanceof Effect.Deliver deliver) {
        deliver(document, deliver);
      } else if (effect instanceof Effect.Synchronise synchronise) {
        synchronise(document, synchronise);
      } else if (effect instanceof Effect.Answer answer) {
        Link link = links.get(answer.session());
        if (link != null) {
          link.toClient(() -> link.client().answered(answer.frames(), answer.verdict()));
        }
      } else if (effect instanceof Effect.Close close) {
        Link link = links.remove(close.session());
        if (link != null) {
          world.count(RarePath.CLIENT_CLOSED_BY_EDGE);
          world.tell(name, "closes", link.client().name(), close.reason());
          link.breakOff();
        }
      }
    }
  }

  private void deliver(DocumentId document, Effect.Deliver deliver) {
    Bytes update = deliver.frame().update();
    checker.shown(document, update);
    for (Long session : deliver.sessions()) {
      Link link = links.get(session);
      if (link != null) {
        link.toClient(() -> link.client().update(update));
      }
    }
  }

  private void synchronise(DocumentId document, Effect.Synchronise from) {
    Bytes state = Objects.requireNonNull(states.remove(from.state()), "a state that nobody sent");
    checker.shown(document, state);
    Link link = links.get(from.session());
    if (link == null) {
      return;
    }
    Bytes vector = from.state().stateVector();
    if (from.state().head().length() == state.length()) {
      link.toClient(() -> link.client().synchronised(state, vector));
      return;
    }
    world.count(RarePath.STATE_IN_PARTS);
    boolean cannotBeRead = !world.isHealed() && world.chance(0.1);
    world.after(
        world.between(5, 400),
        this,
        () -> {
          if (cannotBeRead) {
            link.breakOff();
          } else if (links.get(link.session()) == link) {
            link.toClient(() -> link.client().synchronised(state, vector));
            tell(document, new Input.Written(link.session()));
          }
        });
  }
}
