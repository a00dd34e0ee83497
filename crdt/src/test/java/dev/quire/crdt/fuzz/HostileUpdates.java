package dev.quire.crdt.fuzz;

import dev.quire.crdt.fuzz.UpdateModel.Block;
import dev.quire.crdt.fuzz.UpdateModel.Node;
import dev.quire.crdt.fuzz.UpdateModel.StructId;
import dev.quire.crdt.fuzz.target.Log;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Updates that yjs made, changed in one to five places. */
public final class HostileUpdates {
  private final Random random;
  private final LogMutator mutator = new LogMutator();
  private final List<byte[]> honest;

  /** Draws from a seed. */
  public HostileUpdates(long seed) {
    random = new Random(seed);
    honest =
        Seeds.of(Target.DOCUMENT).stream()
            .flatMap(log -> Log.read(log).stream())
            .map(update -> Log.write(List.of(update)))
            .toList();
  }

  /** The next ones. */
  public List<byte[]> next(int count) {
    List<byte[]> next = new ArrayList<>();
    while (next.size() < count) {
      byte[] log = honest.get(random.nextInt(honest.size()));
      log = mutator.mutate(log, honest.get(random.nextInt(honest.size())), random);
      List<byte[]> updates = Log.read(log);
      if (!updates.isEmpty()) {
        next.add(updates.get(0));
      }
    }
    return next;
  }

  /**
   * What in an update we knowingly read otherwise than yjs does, which no client of yjs writes;
   * null if there is nothing of the kind.
   */
  public static @Nullable String oddity(byte[] update) {
    UpdateModel model = UpdateModelReader.read(update);
    if (model == null) {
      return null;
    }
    String text = new String(update, StandardCharsets.ISO_8859_1);
    if (text.contains("__proto__")) {
      return "a key __proto__, which a JavaScript object takes for its prototype";
    }
    if (text.contains("-0") || text.contains("1e400")) {
      return "-0 or Infinity in JSON, which JavaScript reads and doesn't print";
    }
    for (Block block : model.blocks) {
      for (Node node : block.structs) {
        if (isCrossed(node)) {
          return "an origin at or behind the right origin";
        }
        if (node.length > 1 && isUnderKey(node, model, new HashSet<>())) {
          return "a value of several clocks under a key";
        }
      }
    }
    return null;
  }

  /** A struct that names its neighbours instead of its parent takes the key from them. */
  private static boolean isUnderKey(Node node, UpdateModel model, Set<Node> seen) {
    if ((node.info & UpdateModel.HAS_KEY) != 0) {
      return true;
    }
    return seen.add(node)
        && Stream.of(Optional.ofNullable(node.origin), Optional.ofNullable(node.rightOrigin))
            .flatMap(Optional::stream)
            .flatMap(id -> structAt(id, model).stream())
            .anyMatch(neighbour -> isUnderKey(neighbour, model, seen));
  }

  private static Optional<Node> structAt(StructId id, UpdateModel model) {
    for (Block block : model.blocks) {
      long end = block.clock;
      for (Node node : block.structs) {
        end += node.length;
        if (block.client == id.client() && block.clock <= id.clock() && id.clock() < end) {
          return Optional.of(node);
        }
      }
    }
    return Optional.empty();
  }

  private static boolean isCrossed(Node node) {
    StructId origin = node.origin;
    StructId right = node.rightOrigin;
    return origin != null
        && right != null
        && origin.client() == right.client()
        && origin.clock() >= right.clock();
  }
}
