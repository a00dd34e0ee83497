package dev.quire.crdt.fuzz;

import dev.quire.crdt.fuzz.target.Log;
import dev.quire.crdt.lib0.AnyCodec;
import dev.quire.crdt.lib0.Lib0Writer;
import dev.quire.crdt.oracle.Fixtures;
import dev.quire.crdt.v2.UpdatesV2;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Where fuzzing begins: honest inputs. */
final class Seeds {
  private static final int MOST_UPDATES = 8;

  private static final int LONGEST = 800;

  private Seeds() {}

  static List<byte[]> of(Target target) {
    return switch (target) {
      case DOCUMENT, UPDATES, LAZY -> logs();
      case ANY -> List.of(any(Map.of("a", List.of(1L, 0.5, "x"), "b", true)));
      case JSON ->
          List.of("{\"a\":[1,2.5e-7,\"\\u00e9\"],\"1\":null}".getBytes(StandardCharsets.UTF_8));
      case FORMAT ->
          logs().stream()
              .flatMap(log -> Log.read(log).stream())
              .limit(60)
              .map(UpdatesV2::fromV1)
              .toList();
      case PROTOCOL ->
          List.of(
              new byte[] {0, 1, 0},
              new byte[] {2, 2, 0, 0},
              new byte[] {1, 1, 1, 1, 0, 1, 1, 5},
              new byte[] {1, 1, 1, 2, '{', '}'},
              new byte[] {1, 1, 't', 0},
              new byte[] {0, 1, 5, 1},
              new byte[] {0, 3, 'n', 'o', '!'});
      case VECTORS -> List.of(new byte[] {2, 5, 3, 1, 2}, new byte[] {1, 5, 2, 0, 1, 7, 3});
    };
  }

  private static List<byte[]> logs() {
    return Fixtures.all()
        .map(
            each ->
                Stream.of("update", "late", "carrier")
                    .flatMap(name -> each.yjs().allBytes(name).stream())
                    .limit(MOST_UPDATES)
                    .toList())
        .map(Log::write)
        .filter(log -> log.length < LONGEST)
        .toList();
  }

  private static byte[] any(Object value) {
    Lib0Writer out = new Lib0Writer();
    AnyCodec.write(out, value);
    return out.toByteArray();
  }
}
