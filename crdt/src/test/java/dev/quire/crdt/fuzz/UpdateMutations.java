package dev.quire.crdt.fuzz;

import dev.quire.crdt.fuzz.UpdateModel.Block;
import dev.quire.crdt.fuzz.UpdateModel.Deletes;
import dev.quire.crdt.fuzz.UpdateModel.Node;
import dev.quire.crdt.fuzz.UpdateModel.Range;
import dev.quire.crdt.fuzz.UpdateModel.StructId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Changes of an update where it matters: clients, clocks, structs, origins, parents, keys, content,
 * counts, ranges. Ids are drawn from those around, so that what is changed still hangs together
 * with the rest.
 */
final class UpdateMutations {
  private static final String[] ROOTS = {"t", "a", "m", "x", "", "other"};
  private static final String[] KEYS = {"k", "k0", "id", "", "__proto__"};

  private final Random random;
  private final List<StructId> ids = new ArrayList<>();

  /**
   * Mutations.
   *
   * @param around updates whose ids may be referred to
   */
  UpdateMutations(Random random, List<UpdateModel> around) {
    this.random = random;
    ids.add(new StructId(1, 0));
    for (UpdateModel model : around) {
      for (Block block : model.blocks) {
        long clock = block.clock;
        for (Node node : block.structs) {
          ids.add(new StructId(block.client, clock));
          clock += Math.max(0, node.length);
          ids.add(new StructId(block.client, Math.max(0, clock - 1)));
        }
      }
    }
  }

  /** Changes one thing. */
  void change(UpdateModel model, UpdateModel donor) {
    if (model.blocks.isEmpty() || random.nextInt(8) == 0) {
      changeDeletes(model);
      return;
    }
    Block block = any(model.blocks);
    switch (random.nextInt(12)) {
      case 0 -> changeBlock(model, block);
      case 1 -> donate(block, donor);
      case 2 -> block.clock = Numbers.changed(block.clock, random);
      case 3, 4 -> changeStructs(block);
      default -> {
        if (!block.structs.isEmpty()) {
          changeNode(any(block.structs));
        }
      }
    }
  }

  private <T> T any(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  private long client() {
    return random.nextInt(6) == 0 ? Numbers.draw(random) : any(ids).client();
  }

  private StructId id() {
    StructId id = any(ids);
    return switch (random.nextInt(6)) {
      case 0 -> new StructId(id.client(), Numbers.changed(id.clock(), random));
      case 1 -> new StructId(client(), id.clock());
      default -> id;
    };
  }

  private void changeBlock(UpdateModel model, Block block) {
    switch (random.nextInt(6)) {
      case 0 -> block.client = client();
      case 1 -> block.lie = random.nextInt(4) == 0 ? Numbers.draw(random) : random.nextInt(3) - 1;
      case 2 -> model.blocks.remove(block);
      case 3 -> model.blocks.add(random.nextInt(model.blocks.size() + 1), block.copy());
      case 4 -> Collections.shuffle(model.blocks, random);
      default -> {
        Block copy = block.copy();
        copy.client = client();
        model.blocks.add(copy);
      }
    }
  }

  private void donate(Block block, UpdateModel donor) {
    if (!donor.blocks.isEmpty()) {
      Block from = any(donor.blocks);
      if (!from.structs.isEmpty()) {
        block.structs.add(random.nextInt(block.structs.size() + 1), any(from.structs).copy());
      }
    }
  }

  private void changeStructs(Block block) {
    if (block.structs.isEmpty()) {
      return;
    }
    int at = random.nextInt(block.structs.size());
    Node node = block.structs.get(at);
    switch (random.nextInt(5)) {
      case 0 -> block.structs.remove(at);
      case 1 -> block.structs.add(at, node.copy());
      case 2 -> Collections.swap(block.structs, at, random.nextInt(block.structs.size()));
      case 3 -> {
        for (int i = random.nextInt(6); i >= 0; i--) {
          block.structs.add(at, node.copy());
        }
      }
      default -> {
        Node made = new Node(0, new byte[0], 1);
        RandomContent.replace(made, random);
        changeNode(made);
        block.structs.add(at, made);
      }
    }
  }

  private void changeNode(Node node) {
    switch (random.nextInt(9)) {
      case 0 -> RandomContent.replace(node, random);
      case 1 -> node.info ^= 1 << random.nextInt(8);
      case 2 -> {
        node.origin = id();
        node.info |= UpdateModel.HAS_ORIGIN;
      }
      case 3 -> {
        node.rightOrigin = id();
        node.info |= UpdateModel.HAS_RIGHT_ORIGIN;
      }
      case 4 -> node.info &= ~(UpdateModel.HAS_ORIGIN | UpdateModel.HAS_RIGHT_ORIGIN);
      case 5 -> {
        node.parent = id();
        node.info &= ~(UpdateModel.HAS_ORIGIN | UpdateModel.HAS_RIGHT_ORIGIN);
      }
      case 6 -> {
        node.parent = null;
        node.root = ROOTS[random.nextInt(ROOTS.length)];
        node.info &= ~(UpdateModel.HAS_ORIGIN | UpdateModel.HAS_RIGHT_ORIGIN);
      }
      case 7 -> {
        node.key = KEYS[random.nextInt(KEYS.length)];
        node.info |= UpdateModel.HAS_KEY;
      }
      default -> node.info &= ~UpdateModel.HAS_KEY;
    }
  }

  private void changeDeletes(UpdateModel model) {
    if (model.deletes.isEmpty() || random.nextInt(3) == 0) {
      model.deletes.add(new Deletes(client()));
    }
    Deletes deletes = any(model.deletes);
    if (deletes.ranges.isEmpty() || random.nextInt(2) == 0) {
      deletes.ranges.add(
          new Range(
              id().clock(), random.nextInt(6) == 0 ? Numbers.draw(random) : 1 + random.nextInt(9)));
      return;
    }
    int at = random.nextInt(deletes.ranges.size());
    Range range = deletes.ranges.get(at);
    switch (random.nextInt(5)) {
      case 0 -> deletes.ranges.remove(at);
      case 1 -> deletes.ranges.add(range);
      case 2 ->
          deletes.ranges.set(at, new Range(Numbers.changed(range.clock(), random), range.length()));
      case 3 ->
          deletes.ranges.set(at, new Range(range.clock(), Numbers.changed(range.length(), random)));
      default -> deletes.client = client();
    }
  }
}
