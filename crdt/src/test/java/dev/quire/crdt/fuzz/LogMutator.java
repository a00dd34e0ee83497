package dev.quire.crdt.fuzz;

import dev.quire.crdt.fuzz.UpdateModel.Block;
import dev.quire.crdt.fuzz.target.Log;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Changes logs of updates: in an update ({@link UpdateMutations}), between updates, in the bytes.
 */
final class LogMutator implements Mutator {
  private static final int MOST_UPDATES = 40;

  private final Mutator bytes = new BytesMutator(List.of());

  @Override
  public byte[] mutate(byte[] input, byte[] other, Random random) {
    List<byte[]> log = new ArrayList<>(Log.read(input));
    List<byte[]> donors = Log.read(other);
    if (log.isEmpty()) {
      log.add(new byte[] {0, 0});
    }
    switch (random.nextInt(10)) {
      case 0 -> changeBytes(log, donors, random);
      case 1, 2 -> changeOrder(log, donors, random);
      default -> changeParts(log, donors, random);
    }
    while (log.size() > MOST_UPDATES) {
      log.remove(random.nextInt(log.size()));
    }
    return Log.write(log);
  }

  @Override
  public List<byte[]> smaller(byte[] input) {
    List<byte[]> log = Log.read(input);
    List<byte[]> smaller = new ArrayList<>();
    for (int i = 0; i < log.size(); i++) {
      List<byte[]> rest = new ArrayList<>(log);
      rest.remove(i);
      smaller.add(Log.write(rest));
    }
    for (int i = 0; i < log.size(); i++) {
      List<byte[]> changed = new ArrayList<>(log);
      for (UpdateModel model : withoutAPart(log.get(i))) {
        changed.set(i, model.write());
        smaller.add(Log.write(changed));
      }
    }
    return smaller;
  }

  private static List<UpdateModel> withoutAPart(byte[] update) {
    List<UpdateModel> smaller = new ArrayList<>();
    UpdateModel model = UpdateModelReader.read(update);
    for (int block = 0; model != null && block < model.blocks.size(); block++) {
      UpdateModel without = copy(update);
      without.blocks.remove(block);
      smaller.add(without);
      int structs = model.blocks.get(block).structs.size();
      for (int count : new int[] {structs / 2, 1}) {
        for (int at = 0; count > 0 && at + count <= structs; at += count) {
          UpdateModel cut = copy(update);
          cut.blocks.get(block).structs.subList(at, at + count).clear();
          smaller.add(cut);
        }
      }
    }
    for (int client = 0; model != null && client < model.deletes.size(); client++) {
      UpdateModel without = copy(update);
      without.deletes.remove(client);
      smaller.add(without);
    }
    return smaller;
  }

  private static UpdateModel copy(byte[] readable) {
    return Objects.requireNonNull(UpdateModelReader.read(readable));
  }

  private void changeBytes(List<byte[]> log, List<byte[]> donors, Random random) {
    int at = random.nextInt(log.size());
    log.set(at, bytes.mutate(log.get(at), any(donors, random), random));
  }

  private static byte[] any(List<byte[]> list, Random random) {
    return list.isEmpty() ? new byte[] {0, 0} : list.get(random.nextInt(list.size()));
  }

  private static void changeOrder(List<byte[]> log, List<byte[]> donors, Random random) {
    int at = random.nextInt(log.size());
    switch (random.nextInt(5)) {
      case 0 -> log.remove(at);
      case 1 -> log.add(log.get(at));
      case 2 -> Collections.swap(log, at, random.nextInt(log.size()));
      case 3 -> log.add(random.nextInt(log.size() + 1), any(donors, random));
      default -> Collections.shuffle(log, random);
    }
  }

  private static void changeParts(List<byte[]> log, List<byte[]> donors, Random random) {
    List<@Nullable UpdateModel> models = new ArrayList<>();
    log.forEach(update -> models.add(UpdateModelReader.read(update)));
    List<UpdateModel> readable = new ArrayList<>();
    models.stream().filter(Objects::nonNull).forEach(readable::add);
    if (readable.isEmpty()) {
      log.add(any(donors, random));
      return;
    }
    UpdateModel read = UpdateModelReader.read(any(donors, random));
    UpdateModel donor = read == null ? readable.get(0) : read;
    UpdateMutations mutations = new UpdateMutations(random, readable);
    for (int i = random.nextInt(4); i >= 0; i--) {
      mutations.change(readable.get(random.nextInt(readable.size())), donor);
    }
    if (random.nextInt(3) > 0) {
      closeGaps(readable);
    }
    for (int i = 0; i < log.size(); i++) {
      UpdateModel model = models.get(i);
      if (model != null) {
        log.set(i, model.write());
      }
    }
  }

  /** Lets each block go on where its client's last one ended, so that it doesn't wait for ever. */
  private static void closeGaps(List<UpdateModel> log) {
    Map<Long, Long> states = new HashMap<>();
    for (UpdateModel model : log) {
      for (Block block : model.blocks) {
        long state = states.getOrDefault(block.client, 0L);
        if (block.clock > state) {
          block.clock = state;
        }
        states.put(block.client, Math.max(state, block.clock + Math.max(0, block.length())));
      }
    }
  }
}
