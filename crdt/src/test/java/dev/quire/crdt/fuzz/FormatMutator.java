package dev.quire.crdt.fuzz;

import dev.quire.crdt.fault.MalformedUpdateException;
import dev.quire.crdt.fuzz.target.Log;
import dev.quire.crdt.v2.UpdatesV2;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Changes updates of format v2: their bytes, or what they say, by way of format v1. */
final class FormatMutator implements Mutator {
  private static final int MAX_EXPANSION = 1 << 16;

  private final Mutator bytes = new BytesMutator(List.of());
  private final Mutator logs = new LogMutator();

  @Override
  public byte[] mutate(byte[] input, byte[] other, Random random) {
    byte[] update = random.nextBoolean() ? translated(input) : null;
    byte[] donor = update == null ? null : translated(other);
    if (update != null && donor != null) {
      List<byte[]> changed =
          Log.read(logs.mutate(Log.write(List.of(update)), Log.write(List.of(donor)), random));
      byte[] back = changed.isEmpty() ? null : back(changed.get(0));
      if (back != null) {
        return back;
      }
    }
    return bytes.mutate(input, other, random);
  }

  private static byte @Nullable [] translated(byte[] update) {
    try {
      return UpdatesV2.toV1(update, MAX_EXPANSION);
    } catch (MalformedUpdateException refused) {
      return null;
    }
  }

  private static byte @Nullable [] back(byte[] update) {
    try {
      return UpdatesV2.fromV1(update);
    } catch (MalformedUpdateException refused) {
      return null;
    }
  }

  @Override
  public List<byte[]> smaller(byte[] input) {
    return bytes.smaller(input);
  }
}
