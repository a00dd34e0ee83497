package dev.quire.collab.sim;

import java.util.List;

/** What goes wrong at large: one disaster after another, for as long as it lasts. */
final class Chaos {
  private final World world;
  private final Faults faults;
  private final Simulation simulation;
  private boolean over;

  Chaos(World world, Faults faults, Simulation simulation) {
    this.world = world;
    this.faults = faults;
    this.simulation = simulation;
  }

  void begin() {
    world.after(
        world.between(1, 2 * faults.chaosMillis()),
        () -> {
          if (!over) {
            strike();
            begin();
          }
        });
  }

  void end() {
    over = true;
  }

  private void strike() {
    switch (world.random().nextInt(12)) {
      case 0 -> kill();
      case 1, 2 -> freeze();
      case 3, 4 -> simulation.ownership().takeFromTheLiving();
      case 5 -> simulation.ownership().handOver();
      case 6 -> killEdge();
      case 7 -> cut();
      case 8 -> everybodyLeaves();
      default -> disconnect();
    }
  }

  private void kill() {
    SimHost host = world.pick(simulation.hosts());
    if (!host.isDead()) {
      world.count(RarePath.OWNER_KILLED);
      world.tell(host.name(), "is killed");
      simulation.kill(host);
      world.after(world.between(100, 5000), () -> simulation.restart(host));
    }
  }

  private void freeze() {
    SimHost host = world.pick(simulation.hosts());
    if (!host.isDead() && !host.isFrozen()) {
      world.count(RarePath.OWNER_FROZEN);
      world.tell(host.name(), "stands still");
      host.freeze();
      if (world.chance(0.5)) {
        simulation.ownership().died(host);
      }
      world.after(world.between(50, 8000), () -> simulation.thaw(host));
    }
  }

  private void killEdge() {
    SimEdge edge = world.pick(simulation.edges());
    world.count(RarePath.EDGE_DIED);
    world.tell(edge.name(), "dies");
    simulation.replace(edge);
  }

  private void cut() {
    simulation
        .network()
        .cut(
            world.pick(simulation.hosts()).name(),
            world.pick(simulation.edges()).name(),
            world.between(100, 13_000));
  }

  private void disconnect() {
    world.pick(simulation.clients()).disconnect();
  }

  private void everybodyLeaves() {
    List<SimClient> clients = List.copyOf(simulation.clients());
    simulation.keepOffline(world.between(1000, 9000));
    clients.forEach(SimClient::disconnect);
  }
}
