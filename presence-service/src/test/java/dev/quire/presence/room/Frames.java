package dev.quire.presence.room;

import dev.quire.presence.awareness.AwarenessEntry;
import dev.quire.presence.awareness.AwarenessUpdate;
import dev.quire.wire.Bytes;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Awareness updates as clients send them, and what stands in those they get. */
public final class Frames {
  private Frames() {}

  public static AwarenessEntry state(long clientId, long clock, String json) {
    return new AwarenessEntry(clientId, clock, json);
  }

  public static AwarenessEntry gone(long clientId, long clock) {
    return new AwarenessEntry(clientId, clock, null);
  }

  public static Bytes frame(AwarenessEntry... entries) {
    return AwarenessUpdate.encode(Arrays.asList(entries));
  }

  public static List<AwarenessEntry> entries(@Nullable Bytes update) {
    return update == null ? List.of() : AwarenessUpdate.decode(update);
  }
}
