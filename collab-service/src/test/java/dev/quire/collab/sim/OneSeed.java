package dev.quire.collab.sim;

import java.util.function.LongConsumer;

/**
 * Lives one seed through; fails where a promise is broken. Public and without a type of its own in
 * its signature, so that a mutant's world can be run from outside of its class loader.
 */
public final class OneSeed implements LongConsumer {
  @Override
  public void accept(long seed) {
    new Simulation(seed, false).run();
  }
}
