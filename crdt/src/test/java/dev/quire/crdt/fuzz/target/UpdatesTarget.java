package dev.quire.crdt.fuzz.target;

import static dev.quire.crdt.fuzz.target.DocumentTarget.require;

import dev.quire.crdt.UpdateContents;
import dev.quire.crdt.YDoc;
import dev.quire.crdt.fault.MalformedUpdateException;
import dev.quire.crdt.id.IdSet;
import dev.quire.crdt.id.StateVector;
import dev.quire.crdt.update.Updates;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Encoded updates without a document: merged, they hold exactly what they held before and load to
 * the same ids; what is left of them for somebody who has something is what he lacks.
 */
public final class UpdatesTarget implements Consumer<byte[]> {
  @Override
  public void accept(byte[] input) {
    List<byte[]> taken = new ArrayList<>();
    UpdateContents all = null;
    boolean ambiguous = false;
    for (byte[] update : Log.read(input)) {
      UpdateContents contents = contents(update);
      checkAlone(update, contents);
      if (contents != null) {
        taken.add(update);
        // Two structs of one id: who has seen which first decides, and merging has its own choice.
        ambiguous |= all != null && all.structs().containsAny(contents.structs());
        all =
            all == null
                ? contents
                : new UpdateContents(
                    all.structs().union(contents.structs()),
                    all.deletes().union(contents.deletes()));
      }
    }
    if (all != null && taken.size() > 1) {
      checkMerged(taken, all, ambiguous);
    }
  }

  private static @Nullable UpdateContents contents(byte[] update) {
    try {
      return UpdateContents.read(update);
    } catch (MalformedUpdateException refused) {
      return null;
    }
  }

  private static void checkAlone(byte[] update, @Nullable UpdateContents contents) {
    try {
      StateVector vector =
          Allocation.within(
              "state vector", update.length, Limits.UPDATES, () -> Updates.stateVector(update));
      byte[] whole =
          Allocation.within(
              "difference",
              update.length,
              Limits.UPDATES,
              () -> Updates.diff(update, StateVector.EMPTY));
      if (contents != null) {
        require(UpdateContents.read(whole).equals(contents), "the whole difference is another");
      }
      byte[] rest = Updates.diff(update, vector);
      require(Arrays.equals(Updates.diff(rest, vector), rest), "a difference's difference");
      if (contents != null) {
        IdSet lacking = contents.structs().subtract(known(vector));
        require(UpdateContents.read(rest).structs().equals(lacking), "not what is lacking");
        YDoc doc = new YDoc();
        doc.applyUpdate(update);
      }
    } catch (MalformedUpdateException refused) {
      require(contents == null, "a document would take what is refused here: " + refused);
    }
  }

  private static IdSet known(StateVector vector) {
    IdSet known = new IdSet();
    vector.toMap().forEach((client, clock) -> known.add(client, 0, clock));
    return known;
  }

  private static void checkMerged(List<byte[]> taken, UpdateContents all, boolean ambiguous) {
    long size = taken.stream().mapToLong(update -> update.length).sum();
    byte[] merged = Allocation.within("merge", size, Limits.UPDATES, () -> Updates.merge(taken));
    require(UpdateContents.read(merged).equals(all), "merged, it holds something else");
    require(
        Arrays.equals(
            Updates.merge(List.of(merged, merged)),
            Updates.merge(List.of(merged, new byte[] {0, 0}))),
        "merged with itself it is another");
    YDoc one = new YDoc();
    one.applyUpdate(merged);
    one.check();
    YDoc each = new YDoc();
    taken.forEach(each::applyUpdate);
    each.check();
    require(one.knownStructs().equals(each.knownStructs()), "merged, other structs are known");
    require(
        ambiguous || one.stateVector().equals(each.stateVector()), "merged, another state vector");
  }
}
