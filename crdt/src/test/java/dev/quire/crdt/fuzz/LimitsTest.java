package dev.quire.crdt.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quire.crdt.RelativePosition;
import dev.quire.crdt.Snapshot;
import dev.quire.crdt.UpdateContents;
import dev.quire.crdt.YDoc;
import dev.quire.crdt.fuzz.target.Allocation;
import dev.quire.crdt.fuzz.target.Limits;
import dev.quire.crdt.id.IdSet;
import dev.quire.crdt.id.StateVector;
import dev.quire.crdt.lib0.AnyCodec;
import dev.quire.crdt.lib0.Json;
import dev.quire.crdt.lib0.Lib0Reader;
import dev.quire.crdt.lib0.Lib0Writer;
import dev.quire.crdt.protocol.AwarenessUpdate;
import dev.quire.crdt.protocol.SyncMessage;
import dev.quire.crdt.update.Updates;
import dev.quire.crdt.v2.UpdatesV2;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * No decoder allocates more than the stated multiple of its input, whatever the input is made of:
 * each is given the smallest things that there are, many thousand of them.
 */
@Timeout(60)
class LimitsTest {
  private static final int MANY = 20_000;
  private static final System.Logger LOG = System.getLogger(LimitsTest.class.getName());

  private interface Decoder {
    Object decode(byte[] input);
  }

  /** Updates of format v1 that cost most for each of their bytes. */
  private static Map<String, byte[]> updates() {
    return Map.of(
        "collected structs", block(out -> out.writeBytes(new byte[] {0, 1})),
        "gaps", block(out -> out.writeBytes(new byte[] {10, 1})),
        "types", block(out -> out.writeBytes(new byte[] {7, 1, 0, 2})),
        "characters", block(out -> out.writeBytes(new byte[] {4, 1, 0, 1, 'x'})),
        "values", block(out -> out.writeBytes(new byte[] {8, 1, 0, 1, 127})),
        "entries", block(out -> out.writeBytes(new byte[] {40, 1, 0, 1, 'k', 1, 126})),
        "formats", block(out -> out.writeBytes(new byte[] {6, 1, 0, 1, 'b', 1, '1'})),
        "subdocuments", block(out -> out.writeBytes(new byte[] {9, 1, 0, 0, 118, 0})),
        "clients", clients(),
        "deletions", deletions());
  }

  /** A text and the deletion of every other of its characters. */
  private static byte[] cutText() {
    Lib0Writer out = new Lib0Writer();
    out.writeBytes(new byte[] {1, 1, 1, 0, 4, 1, 0});
    out.writeVarString("x".repeat(MANY));
    out.writeBytes(new byte[] {1, 1});
    out.writeVarUint(MANY / 2);
    for (int i = 0; i < MANY; i += 2) {
      out.writeVarUint(i);
      out.writeVarUint(1);
    }
    return out.toByteArray();
  }

  private static byte[] block(Consumer<Lib0Writer> struct) {
    Lib0Writer out = new Lib0Writer();
    out.writeVarUint(1);
    out.writeVarUint(MANY);
    out.writeVarUint(1);
    out.writeVarUint(0);
    for (int i = 0; i < MANY; i++) {
      struct.accept(out);
    }
    out.writeVarUint(0);
    return out.toByteArray();
  }

  private static byte[] clients() {
    Lib0Writer out = new Lib0Writer();
    out.writeVarUint(MANY);
    for (int client = 0; client < MANY; client++) {
      out.writeVarUint(1);
      out.writeVarUint(client);
      out.writeBytes(new byte[] {0, 0, 1});
    }
    out.writeVarUint(0);
    return out.toByteArray();
  }

  /** From the last to the first: the set has to be sorted. */
  private static byte[] deletions() {
    Lib0Writer out = new Lib0Writer();
    out.writeBytes(new byte[] {0, 1, 1});
    out.writeVarUint(MANY);
    for (int i = MANY; i > 0; i--) {
      out.writeVarUint(i * 2L);
      out.writeVarUint(1);
    }
    return out.toByteArray();
  }

  private static byte[] vector() {
    Lib0Writer out = new Lib0Writer();
    out.writeVarUint(MANY);
    for (int client = MANY; client > 0; client--) {
      out.writeVarUint(client);
      out.writeVarUint(1);
    }
    return out.toByteArray();
  }

  private static byte[] any(int kind, int... element) {
    Lib0Writer out = new Lib0Writer();
    out.writeUint8(kind);
    out.writeVarUint(MANY);
    for (int i = 0; i < MANY; i++) {
      for (int part : element) {
        out.writeUint8(part);
      }
    }
    return out.toByteArray();
  }

  private static byte[] json(String element) {
    return ("[" + (element + ",").repeat(MANY) + "0]").getBytes(StandardCharsets.UTF_8);
  }

  static Stream<Arguments> inputs() {
    Stream<Arguments> ofUpdates =
        updates().entrySet().stream()
            .flatMap(
                each ->
                    Stream.of(
                        of("applyUpdate, " + each.getKey(), Limits.APPLY, each, LimitsTest::load),
                        of(
                            "contents, " + each.getKey(),
                            Limits.CONTENTS,
                            each,
                            UpdateContents::read),
                        of("merge, " + each.getKey(), Limits.UPDATES, each, LimitsTest::merge),
                        of("diff, " + each.getKey(), Limits.UPDATES, each, LimitsTest::diff),
                        of(
                            "state vector, " + each.getKey(),
                            Limits.UPDATES,
                            each,
                            Updates::stateVector),
                        of("to v2, " + each.getKey(), Limits.UPDATES, each, UpdatesV2::fromV1)));
    Lib0Writer sync = new Lib0Writer();
    sync.writeVarUint(0);
    sync.writeVarBytes(vector());
    return Stream.concat(
        ofUpdates,
        Stream.of(
            of("applyUpdate, cut text", Limits.APPLY, cutText(), LimitsTest::load),
            of("state vector", Limits.VECTORS, vector(), StateVector::decode),
            of("delete set", Limits.VECTORS, deletionsAlone(), IdSet::decode),
            of("snapshot", Limits.MESSAGES, snapshot(), Snapshot::decode),
            of("sync step 1", Limits.MESSAGES, sync.toByteArray(), SyncMessage::decode),
            of("awareness", Limits.MESSAGES, awareness(), AwarenessUpdate::decode),
            of(
                "relative position",
                Limits.MESSAGES,
                new byte[] {0, 1, 5},
                RelativePosition::decode),
            of("array of arrays", Limits.VALUES, any(117, 117, 0), LimitsTest::any),
            of("array of objects", Limits.VALUES, any(117, 118, 0), LimitsTest::any),
            of("array of numbers", Limits.VALUES, any(117, 125, 0x7f), LimitsTest::any),
            of("object of one key", Limits.VALUES, any(118, 1, 'k', 126), LimitsTest::any),
            of(
                "objects of one index",
                Limits.VALUES,
                any(117, 118, 1, 1, '7', 126),
                LimitsTest::any),
            of("JSON of arrays", Limits.VALUES, json("[]"), LimitsTest::json),
            of("JSON of objects", Limits.VALUES, json("{\"7\":7}"), LimitsTest::json),
            of("JSON of large numbers", Limits.VALUES, json("1e308"), LimitsTest::json),
            of("JSON of escapes", Limits.VALUES, json("\"\\n\""), LimitsTest::json)));
  }

  private static Arguments of(
      String name, int multiple, Map.Entry<String, byte[]> update, Decoder decoder) {
    return of(name, multiple, update.getValue(), decoder);
  }

  private static Arguments of(String name, int multiple, byte[] input, Decoder decoder) {
    return Arguments.of(name, multiple, input, decoder);
  }

  private static byte[] deletionsAlone() {
    byte[] update = deletions();
    return Arrays.copyOfRange(update, 1, update.length);
  }

  private static byte[] snapshot() {
    Lib0Writer out = new Lib0Writer();
    out.writeBytes(deletionsAlone());
    out.writeBytes(vector());
    return out.toByteArray();
  }

  private static byte[] awareness() {
    Lib0Writer out = new Lib0Writer();
    out.writeVarUint(MANY);
    for (int client = 0; client < MANY; client++) {
      out.writeVarUint(client);
      out.writeBytes(new byte[] {1, 2, '{', '}'});
    }
    return out.toByteArray();
  }

  private static Object load(byte[] update) {
    YDoc doc = new YDoc();
    doc.applyUpdate(update);
    return doc;
  }

  private static Object merge(byte[] update) {
    return Updates.merge(List.of(update, update));
  }

  private static Object diff(byte[] update) {
    return Updates.diff(update, StateVector.EMPTY);
  }

  private static Object any(byte[] input) {
    return String.valueOf(AnyCodec.read(new Lib0Reader(input)) != null);
  }

  private static Object json(byte[] input) {
    return Json.canonical(new String(input, StandardCharsets.UTF_8));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("inputs")
  void aDecoderAllocatesNoMoreThanItsMultiple(
      String name, int multiple, byte[] input, Decoder decoder) {
    Callable<Object> call = () -> decoder.decode(input);
    Allocation.of(call);
    long allocated = Allocation.of(call);
    LOG.log(
        System.Logger.Level.DEBUG,
        "{0}: {1} bytes for each of {2}",
        name,
        allocated / input.length,
        input.length);
    assertThat(allocated)
        .as("%s: %d for each of %d bytes", name, allocated / input.length, input.length)
        .isLessThanOrEqualTo(Allocation.BASE + (long) multiple * input.length);
  }
}
