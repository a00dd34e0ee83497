package dev.quire.crdt.fuzz.target;

import static dev.quire.crdt.fuzz.target.DocumentTarget.require;

import dev.quire.crdt.RelativePosition;
import dev.quire.crdt.Snapshot;
import dev.quire.crdt.YDoc;
import dev.quire.crdt.fault.MalformedUpdateException;
import dev.quire.crdt.lib0.Json;
import dev.quire.crdt.protocol.AuthMessage;
import dev.quire.crdt.protocol.Awareness;
import dev.quire.crdt.protocol.AwarenessUpdate;
import dev.quire.crdt.protocol.SyncMessage;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/** Messages, snapshots and relative positions: what is written is what was read. */
public final class ProtocolTarget implements Consumer<byte[]> {
  private static final long CLIENT = (1L << 53) - 1;

  @Override
  public void accept(byte[] input) {
    check("snapshot", input, Snapshot::decode, Snapshot::encode);
    check("snapshot v2", input, Snapshot::decodeV2, Snapshot::encodeV2);
    check("relative position", input, RelativePosition::decode, RelativePosition::encode);
    check("awareness", input, AwarenessUpdate::decode, AwarenessUpdate::encode);
    check("auth", input, AuthMessage::decode, AuthMessage::encode);
    try {
      Allocation.within("sync", input.length, Limits.MESSAGES, () -> SyncMessage.decode(input));
      YDoc doc = new YDoc();
      RelativePosition.decode(input).resolve(doc);
    } catch (MalformedUpdateException refused) {
      require(refused.position() <= input.length, "a position outside of the input");
    }
    hearAwareness(input);
  }

  private static <T> void check(
      String what, byte[] input, Function<byte[], T> decode, Function<T, byte[]> encode) {
    T read;
    try {
      read = Allocation.within(what, input.length, Limits.MESSAGES, () -> decode.apply(input));
    } catch (MalformedUpdateException refused) {
      require(refused.position() <= input.length, "a position outside of the input");
      return;
    }
    byte[] written = encode.apply(read);
    require(
        Arrays.equals(encode.apply(decode.apply(written)), written), what + " written is another");
  }

  private static void hearAwareness(byte[] input) {
    Awareness awareness = new Awareness(CLIENT, () -> 0, new Silence());
    try {
      awareness.apply(input, null);
    } catch (MalformedUpdateException refused) {
      require(awareness.states().size() == 1, "refused, and something changed");
      return;
    }
    Awareness other = new Awareness(CLIENT, () -> 0, new Silence());
    other.apply(awareness.encode(awareness.states().keySet()), null);
    // A number beyond the doubles reads as infinite, which JSON can't say: it is told on as null,
    // and that is a removal, in y-protocols too.
    Set<Long> tellable = new HashSet<>(awareness.states().keySet());
    tellable.removeIf(client -> Json.print(awareness.states().get(client)).equals("null"));
    require(other.states().keySet().equals(tellable), "told on, the states are others");
  }

  private static final class Silence implements Awareness.Listener {}
}
