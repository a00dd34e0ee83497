package dev.quire.collab.sim;

import dev.quire.edge.channel.ChannelLimits;
import dev.quire.edge.channel.DocumentChannel;
import dev.quire.edge.channel.Effect;
import dev.quire.edge.channel.Input;
import dev.quire.edge.channel.Owner;
import dev.quire.edge.route.OwnerRoutes;
import dev.quire.wire.Bytes;
import dev.quire.wire.DocumentId;
import dev.quire.wire.Shards;
import dev.quire.wire.session.ReadState;
import dev.quire.wire.session.Routes;
import dev.quire.wire.session.ToEdge;
import dev.quire.wire.session.ToOwner;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** An edge: real channels, and around them what the real shell does. */
final class SimEdge extends World.Actor {
  private static final long TICK_MILLIS = 500;

  /** A part that has not come after this long will not come. */
  private static final long PART_MILLIS = 2000;

  private static final ChannelLimits LIMITS = new ChannelLimits(400, 1000, 3000);

  /** The bus, as an edge sees it; no message is a sign of life. */
  interface Surroundings {
    void toOwner(SimEdge from, Owner owner, List<ToOwner.Input> messages);

    /** Reads a part of a state; nothing comes back where that fails. */
    void read(SimEdge from, String process, int lane, ReadState read, Consumer<Bytes> answer);
  }

  private final String name;
  private final World world;
  private final Surroundings surroundings;
  private final Checker checker;
  private final Map<DocumentId, DocumentChannel> channels = new LinkedHashMap<>();
  private final Map<Long, Link> links = new LinkedHashMap<>();
  private final Set<Owner> lanesHeard = new LinkedHashSet<>();
  private final OwnerRoutes routes = new OwnerRoutes();
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
          Input.Join join = new Input.Join(link.session(), client.right());
          tell(client.document(), join);
          tell(client.document(), new Input.Speaks(link.session(), client.number()));
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

  /** How many sockets have the document open. */
  int sessions(DocumentId document) {
    int sessions = 0;
    for (Link link : links.values()) {
      if (link.client().document().equals(document)) {
        sessions++;
      }
    }
    return sessions;
  }

  /** Dies, and every socket with it. */
  @Override
  void die() {
    super.die();
    List.copyOf(links.values()).forEach(Link::breakOff);
  }

  // What owners say.

  void receive(ToEdge message) {
    for (ToEdge.Output output : message.outputs()) {
      if (channels.containsKey(output.document())) {
        tell(output.document(), new Input.FromOwner(message.process(), message.lane(), output));
        if (output instanceof ToEdge.Ended ended && ended.elsewhere() != null) {
          follow(Shards.of(output.document()), ended.elsewhere());
        }
      } else if (!(output instanceof ToEdge.Ended)) {
        world.count(RarePath.NOBODY_HERE);
        surroundings.toOwner(
            this,
            new Owner(message.process(), message.lane(), 0),
            List.of(ToOwner.Probe.rollCall(output.document(), numbers, List.of())));
      }
    }
  }

  void receive(Routes announced) {
    for (int lane = 0; lane < announced.lanes(); lane++) {
      lanesHeard.add(new Owner(announced.process(), lane, 0));
    }
    routes.announced(announced, world.nowMillis());
    route();
  }

  private void follow(int shard, ToEdge.Elsewhere elsewhere) {
    if (routes.hinted(shard, elsewhere, world.nowMillis())) {
      world.count(RarePath.HINT_FOLLOWED);
      route();
    }
  }

  private void route() {
    routes.expire(world.nowMillis());
    for (DocumentId document : List.copyOf(channels.keySet())) {
      tell(document, new Input.Routed(routes.owner(Shards.of(document))));
    }
  }

  // Time.

  private void tick() {
    route();
    for (DocumentId document : List.copyOf(channels.keySet())) {
      tell(document, new Input.Tick(world.nowMillis()));
    }
  }

  private void showLife() {
    lanesHeard.forEach(lane -> surroundings.toOwner(this, lane, List.of()));
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
      run(document, channel.on(new Input.Routed(routes.owner(Shards.of(document)))));
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
        surroundings.toOwner(this, send.owner(), List.of(send.message()));
      } else if (effect instanceof Effect.Deliver deliver) {
        deliver(document, deliver);
      } else if (effect instanceof Effect.Synchronise synchronise) {
        synchronise(synchronise);
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

  private void synchronise(Effect.Synchronise from) {
    Link link = links.get(from.session());
    if (link == null) {
      return;
    }
    Bytes head = from.state().head();
    if (head.length() == from.state().length()) {
      give(link, from, head);
    } else {
      world.count(RarePath.STATE_IN_PARTS);
      byte[] state = Arrays.copyOf(head.array(), from.state().length());
      readOn(link, from, state, head.length());
    }
  }

  private void readOn(Link link, Effect.Synchronise from, byte[] state, int offset) {
    link.reading().put(from, offset);
    world.after(PART_MILLIS, this, () -> breakUnlessRead(link, from, offset));
    surroundings.read(
        this,
        from.process(),
        from.lane(),
        new ReadState(from.state().transfer(), offset),
        part -> {
          if (links.get(link.session()) != link || !link.reading().containsKey(from)) {
            return;
          }
          System.arraycopy(part.array(), 0, state, offset, part.length());
          int next = offset + part.length();
          if (next < state.length) {
            readOn(link, from, state, next);
          } else {
            link.reading().remove(from);
            give(link, from, Bytes.of(state));
            tell(from.state().document(), new Input.Written(link.session()));
          }
        });
  }

  private void give(Link link, Effect.Synchronise from, Bytes state) {
    checker.shown(from.state().document(), state);
    Bytes vector = from.state().stateVector();
    link.toClient(() -> link.client().synchronised(state, vector));
  }

  /** Each part is waited for by itself, as the edge does: a long state may take its time. */
  private static void breakUnlessRead(Link link, Effect.Synchronise from, int offset) {
    Integer waitedFor = link.reading().get(from);
    if (waitedFor != null && waitedFor == offset) {
      link.reading().remove(from);
      link.breakOff();
    }
  }
}
