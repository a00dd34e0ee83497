package dev.quire.crdt.fuzz.target;

import static dev.quire.crdt.fuzz.target.DocumentTarget.require;

import dev.quire.crdt.UpdateContents;
import dev.quire.crdt.fault.MalformedUpdateException;
import dev.quire.crdt.v2.UpdatesV2;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * An update of format v2: what can be translated to v1 and read there comes back from v2 as it was,
 * and no run expands beyond the limit.
 */
public final class FormatTarget implements Consumer<byte[]> {
  private static final int EXPANSION = 64;
  private static final int LEAST = 1024;

  @Override
  public void accept(byte[] input) {
    long limit = LEAST + (long) EXPANSION * input.length;
    byte[] first;
    UpdateContents contents;
    try {
      first =
          Allocation.within("from v2", limit, Limits.UPDATES, () -> UpdatesV2.toV1(input, limit));
      require(first.length <= limit + 16L * input.length + LEAST, "expanded beyond the limit");
      contents = UpdateContents.read(first);
    } catch (MalformedUpdateException refused) {
      return;
    }
    byte[] second =
        Allocation.within("to v2", first.length, Limits.UPDATES, () -> UpdatesV2.fromV1(first));
    byte[] third = UpdatesV2.toV1(second, Long.MAX_VALUE);
    require(UpdateContents.read(third).equals(contents), "translated, it holds something else");
    require(Arrays.equals(UpdatesV2.fromV1(third), second), "translated again it is another");
  }
}
