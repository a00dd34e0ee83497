package dev.quire.crdt.fuzz.target;

import static dev.quire.crdt.fuzz.target.DocumentTarget.require;

import dev.quire.crdt.fault.MalformedUpdateException;
import dev.quire.crdt.id.IdSet;
import dev.quire.crdt.id.StateVector;
import java.util.function.Consumer;

/** A state vector or a delete set: what is written can be read, and is the same. */
public final class VectorsTarget implements Consumer<byte[]> {
  @Override
  public void accept(byte[] input) {
    try {
      StateVector vector =
          Allocation.within(
              "state vector", input.length, Limits.VECTORS, () -> StateVector.decode(input));
      require(StateVector.decode(vector.encode()).equals(vector), "another state vector");
      require(vector.toMap().size() == vector.size(), "another size");
    } catch (MalformedUpdateException refused) {
      require(refused.position() <= input.length, "a position outside of the input");
    }
    try {
      IdSet set =
          Allocation.within("delete set", input.length, Limits.VECTORS, () -> IdSet.decode(input));
      require(IdSet.decode(set.encode()).equals(set), "another delete set");
      require(set.contains(set) && set.subtract(set).isEmpty(), "a set that isn't itself");
      require(set.union(set).equals(set), "joined with itself it is another");
    } catch (MalformedUpdateException refused) {
      require(refused.position() <= input.length, "a position outside of the input");
    }
  }
}
