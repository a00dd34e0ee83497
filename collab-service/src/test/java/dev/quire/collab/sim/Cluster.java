package dev.quire.collab.sim;

import static java.util.stream.Collectors.joining;

import dev.quire.edge.channel.Owner;
import dev.quire.wire.Address;
import dev.quire.wire.Bytes;
import dev.quire.wire.WireFailure;
import dev.quire.wire.WireMessage;
import dev.quire.wire.session.ReadState;
import dev.quire.wire.session.Routes;
import dev.quire.wire.session.SessionAddresses;
import dev.quire.wire.session.ToEdge;
import dev.quire.wire.session.ToOwner;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The processes of a world, and the bus between them. */
final class Cluster implements SimLoop.Bus, SimEdge.Surroundings {
  private static final int MAX_PROCESSES = 4;
  private static final long GRACE_MILLIS = 15_000;

  private final World world;
  private final Faults faults;
  private final Network network;
  private final DocRoad docs;
  private final SimLocks locks;
  private final Checker checker;
  private final int shards;
  private final List<SimProcess> processes = new ArrayList<>();
  private final List<SimEdge> edges = new ArrayList<>();
  private final HeirWatch heirs;
  private int processesMade;
  private int edgesMade;

  Cluster(
      World world,
      Faults faults,
      Network network,
      DocRoad docs,
      SimLocks locks,
      Checker checker,
      int shards) {
    this.world = world;
    this.faults = faults;
    this.network = network;
    this.docs = docs;
    this.locks = locks;
    this.checker = checker;
    this.shards = shards;
    this.heirs = new HeirWatch(world);
  }

  List<SimProcess> processes() {
    return processes;
  }

  List<SimEdge> edges() {
    return edges;
  }

  // Processes.

  boolean hasRoom() {
    return processes.size() < MAX_PROCESSES;
  }

  void addProcess() {
    processes.add(process("collab-" + processesMade++));
  }

  void addEdge() {
    edges.add(edge());
  }

  private SimProcess process(String name) {
    world.tell(name, "starts");
    SimProcess process =
        new SimProcess(faults.settings(name), shards, world, docs, locks, this, checker);
    process.start();
    return process;
  }

  private SimEdge edge() {
    return new SimEdge("edge-" + ++edgesMade, world, this, checker);
  }

  void kill(SimProcess process) {
    world.tell(process.name(), "is killed");
    process.die();
    locks.died(process);
  }

  /** Killed with its machine still up: its connections break, and the others see it. */
  void killNoticed(SimProcess process, long afterMillis) {
    process.die();
    locks.died(process, afterMillis);
  }

  /** Its clock jumps. */
  void jumps(SimProcess process) {
    heirs.jumped(process.name());
  }

  void restart(SimProcess process) {
    int index = processes.indexOf(process);
    if (index >= 0 && process.isDead()) {
      processes.set(index, process(process.name()));
    }
  }

  /** As {@code SIGTERM} would. */
  void stop(SimProcess process, long awayMillis) {
    world.tell(process.name(), "is told to stop");
    process.stop(
        () -> {
          world.tell(process.name(), "has stopped");
          world.after(awayMillis, () -> restart(process));
        });
    // Whoever told it to stop does not wait for ever.
    world.after(
        GRACE_MILLIS,
        () -> {
          if (!process.isDead()) {
            world.count(RarePath.KILLED_WHILE_STOPPING);
            kill(process);
            world.after(awayMillis, () -> restart(process));
          }
        });
  }

  void thaw(SimProcess process) {
    if (process.isFrozen()) {
      world.tell(process.name(), "goes on");
      heirs.jumped(process.name());
      process.thaw();
    }
  }

  void replace(SimEdge edge) {
    edge.die();
    edges.set(edges.indexOf(edge), edge());
  }

  // The bus.

  @Override
  public void send(SimProcess from, Address<?> address, WireMessage message) {
    if (message instanceof Routes routes) {
      heirs.announced(routes);
      for (SimEdge to : edges) {
        network.send(from.name(), to.name(), to, () -> to.receive(routes));
      }
      for (SimProcess to : processes) {
        if (to != from) {
          network.send(from.name(), to.name(), to, () -> to.receive(routes));
        }
      }
    } else if (message instanceof ToEdge said) {
      for (SimEdge to : edges) {
        if (address.equals(SessionAddresses.edge(to.name()))) {
          network.send(from.name(), to.name(), to, () -> to.receive(said));
        }
      }
    } else {
      throw new IllegalArgumentException("nobody takes " + message);
    }
  }

  @Override
  public void toOwner(SimEdge from, Owner owner, List<ToOwner.Input> messages) {
    ToOwner message = new ToOwner(from.name(), messages);
    for (SimProcess to : processes) {
      if (to.name().equals(owner.process())) {
        network.send(from.name(), to.name(), to, () -> to.receive(owner.lane(), message));
      }
    }
  }

  @Override
  public void read(SimEdge from, String process, int lane, ReadState read, Consumer<Bytes> answer) {
    for (SimProcess to : processes) {
      if (to.name().equals(process)) {
        network.send(from.name(), to.name(), to, () -> readAt(to, lane, read, from, answer));
      }
    }
  }

  private void readAt(
      SimProcess at, int lane, ReadState read, SimEdge from, Consumer<Bytes> answer) {
    Bytes part;
    try {
      part = at.read(lane, read).bytes();
    } catch (WireFailure isOver) {
      world.count(RarePath.TRANSFER_OVER);
      return;
    }
    network.send(at.name(), from.name(), from, () -> answer.accept(part));
  }

  @Override
  public String toString() {
    return processes.stream().map(SimProcess::toString).collect(joining("\n  "));
  }
}
