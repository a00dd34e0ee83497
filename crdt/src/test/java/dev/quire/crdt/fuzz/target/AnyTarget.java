package dev.quire.crdt.fuzz.target;

import static dev.quire.crdt.fuzz.target.DocumentTarget.require;

import dev.quire.crdt.fault.MalformedUpdateException;
import dev.quire.crdt.lib0.AnyCodec;
import dev.quire.crdt.lib0.Lib0Reader;
import dev.quire.crdt.lib0.Lib0Writer;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** An any-value: skipping sees what reading sees, and writing what was read is stable. */
public final class AnyTarget implements Consumer<byte[]> {
  @Override
  public void accept(byte[] input) {
    Lib0Reader skipping = new Lib0Reader(input);
    boolean skipped = skips(skipping);
    Lib0Reader reading = new Lib0Reader(input);
    Object value;
    try {
      Allocation.within(
          "any", input.length, Limits.VALUES, () -> AnyCodec.read(new Lib0Reader(input)));
      value = AnyCodec.read(reading);
    } catch (MalformedUpdateException refused) {
      require(!skipped, "skipped what can't be read");
      return;
    }
    require(skipped && skipping.position() == reading.position(), "skipped something else");
    byte[] written = write(value);
    Lib0Reader again = new Lib0Reader(written);
    byte[] twice = write(AnyCodec.read(again));
    again.expectEnd();
    require(Arrays.equals(written, twice), "written again, it is another");
  }

  private static boolean skips(Lib0Reader in) {
    try {
      AnyCodec.skip(in);
      return true;
    } catch (MalformedUpdateException refused) {
      return false;
    }
  }

  private static byte[] write(@Nullable Object value) {
    Lib0Writer out = new Lib0Writer();
    AnyCodec.write(out, value);
    return out.toByteArray();
  }
}
