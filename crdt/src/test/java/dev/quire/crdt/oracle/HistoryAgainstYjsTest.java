package dev.quire.crdt.oracle;

import static dev.quire.crdt.oracle.SameBytes.assertSame;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quire.crdt.AbsolutePosition;
import dev.quire.crdt.ChangeMark;
import dev.quire.crdt.DocOptions;
import dev.quire.crdt.RelativePosition;
import dev.quire.crdt.Snapshot;
import dev.quire.crdt.YArray;
import dev.quire.crdt.YDoc;
import dev.quire.crdt.YType;
import dev.quire.crdt.YXmlFragment;
import dev.quire.crdt.lib0.AnyCodec;
import dev.quire.crdt.lib0.Lib0Writer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Moments and places of documents beside live yjs: snapshots, documents and texts at snapshots,
 * relative positions. Settings as those of {@link FormatV2AgainstYjsTest}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HistoryAgainstYjsTest {
  private static final System.Logger LOG = System.getLogger(HistoryAgainstYjsTest.class.getName());
  private static final int SEED = Integer.getInteger("quire.oracle.seed", 1);
  private static final int PROGRAMS = Integer.getInteger("quire.oracle.formats", 6);
  private static final int OPERATIONS = Integer.getInteger("quire.oracle.operations", 100);

  private LiveYjs yjs;

  static List<String> profiles() {
    return DifferentialTest.profiles();
  }

  @BeforeAll
  void startYjs() {
    LOG.log(System.Logger.Level.INFO, "seed: -Dquire.oracle.seed={0}", String.valueOf(SEED));
    yjs = LiveYjs.start();
  }

  @AfterAll
  void stopYjs() {
    yjs.close();
  }

  @ParameterizedTest
  @MethodSource("profiles")
  void momentsAndPlacesAreThoseOfYjs(String profile) {
    for (int seed = SEED; seed < SEED + PROGRAMS; seed++) {
      try {
        new Told(yjs.ask("history " + seed + " " + OPERATIONS + " " + profile)).compare();
      } catch (AssertionError | RuntimeException failure) {
        throw new AssertionError(
            "repeat with -Dquire.oracle.profile=%s -Dquire.oracle.seed=%d -Dquire.oracle.formats=1 -Dquire.oracle.operations=%d: %s"
                .formatted(profile, seed, OPERATIONS, failure.getMessage()),
            failure);
      }
    }
  }

  /** What yjs told of one program, and our documents of it. */
  private static final class Told {
    private final OracleRecord yjs;
    private final YDoc kept = new YDoc(DocOptions.DEFAULT.withGc(false));
    private final YDoc doc = new YDoc();
    private YDoc spared = new YDoc();
    private final List<Snapshot> snapshots = new ArrayList<>();
    private final List<byte[]> updates = new ArrayList<>();
    private final Deque<byte[]> events = new ArrayDeque<>();

    Told(OracleRecord yjs) {
      this.yjs = yjs;
      kept.events().onUpdateV2(event -> events.add(event.update()));
      for (YDoc each : List.of(kept, doc)) {
        each.getText("t");
        each.getArray("a");
        each.getXmlFragment("x");
      }
    }

    void compare() {
      for (List<String> line : yjs.lines()) {
        List<String> values = line.subList(1, line.size());
        switch (line.get(0)) {
          case "update" -> apply(OracleRecord.bytes(values.get(0)));
          case "event" -> assertSame("event", events.remove(), OracleRecord.bytes(values.get(0)));
          case "snapshot" -> snapshot(values);
          case "position" -> position(values);
          case "restored" -> restored(values);
          case "contains" -> contains(values);
          case "delta" -> delta(values);
          case "absolute" -> absolute(values);
          case "filtered" -> filtered(OracleRecord.bytes(values.get(0)));
          case "swept" -> swept(OracleRecord.bytes(values.get(0)));
          default -> {}
        }
      }
      assertThat(events).isEmpty();
      assertThat(kept.snapshot().states()).isEqualTo(doc.stateVector());
    }

    private void apply(byte[] update) {
      kept.applyUpdate(update);
      doc.applyUpdate(update);
      updates.add(update);
    }

    private void snapshot(List<String> values) {
      Snapshot snapshot = kept.snapshot();
      byte[] v1 = OracleRecord.bytes(values.get(0));
      byte[] v2 = OracleRecord.bytes(values.get(1));
      assertSame("snapshot", snapshot.encode(), v1);
      assertSame("snapshot v2", snapshot.encodeV2(), v2);
      assertThat(Snapshot.decode(v1)).isEqualTo(snapshot).isEqualTo(Snapshot.decodeV2(v2));
      snapshots.add(snapshot);
    }

    private Snapshot snapshotOf(String number) {
      return snapshots.get(Integer.parseInt(number));
    }

    private void restored(List<String> values) {
      Snapshot snapshot = snapshotOf(values.get(0));
      byte[] before = kept.encodeStateAsUpdate();
      YDoc past = kept.documentAt(snapshot);
      assertSame("at a snapshot", past.encodeStateAsUpdate(), OracleRecord.bytes(values.get(1)));
      assertThat(Engine.loaded(List.of(past.encodeStateAsUpdate())).content())
          .isEqualTo(OracleRecord.text(values.get(2)));
      assertThat(plain(kept.getArray("a").toList(snapshot)))
          .isEqualTo(plain(past.getArray("a").toList()));
      assertThat(plain(new ArrayList<>(new TreeMap<>(kept.getMap("m").toMap(snapshot)).values())))
          .isEqualTo(plain(new ArrayList<>(new TreeMap<>(past.getMap("m").toMap()).values())));
      assertSame("left as it was", kept.encodeStateAsUpdate(), before);
    }

    /** Types by their kind only: those of two documents are never equal. */
    private static List<String> plain(List<?> values) {
      return values.stream()
          .map(value -> value instanceof YType ? value.getClass().getName() : text(value))
          .toList();
    }

    private static String text(@Nullable Object value) {
      if (value instanceof YDoc subdocument) {
        return subdocument.guid();
      }
      Lib0Writer out = new Lib0Writer();
      AnyCodec.write(out, value);
      return HexFormat.of().formatHex(out.toByteArray());
    }

    private void contains(List<String> values) {
      Snapshot snapshot = snapshotOf(values.get(0));
      List<String> ours =
          updates.stream().map(update -> "" + snapshot.containsUpdate(update)).toList();
      assertThat(ours).isEqualTo(values.subList(1, values.size()));
    }

    private void delta(List<String> values) {
      Snapshot later = values.get(0).equals("-") ? null : snapshotOf(values.get(0));
      Snapshot earlier = values.get(1).equals("-") ? null : snapshotOf(values.get(1));
      ChangeMark marks =
          values.get(2).equals("kind") ? ChangeMark.KIND_ONLY : ChangeMark.WITH_CLIENT;
      assertThat(Outline.of(kept.getText("t").toDelta(later, earlier, marks)))
          .as("delta %s %s %s", values.get(0), values.get(1), values.get(2))
          .isEqualTo(OracleRecord.text(values.get(3)));
    }

    private YType find(String path) {
      String[] steps = path.split("/", -1);
      YType type =
          switch (steps[0]) {
            case "t" -> doc.getText("t");
            case "a" -> doc.getArray("a");
            default -> doc.getXmlFragment("x");
          };
      for (int i = 1; i < steps.length; i++) {
        long index = Long.parseLong(steps[i]);
        Object child =
            type instanceof YArray array ? array.get(index) : ((YXmlFragment) type).get(index);
        type = (YType) Objects.requireNonNull(child);
      }
      return type;
    }

    private void position(List<String> values) {
      YType type = find(OracleRecord.text(values.get(0)));
      long index = Long.parseLong(values.get(1));
      int assoc = Integer.parseInt(values.get(2));
      byte[] bytes = OracleRecord.bytes(values.get(3));
      RelativePosition position = RelativePosition.of(type, index, assoc);
      assertSame("position", position.encode(), bytes);
      assertThat(RelativePosition.decode(bytes).encode()).isEqualTo(bytes);
      assertThat(RelativePosition.fromJson(position.toJson())).isEqualTo(position);
      AbsolutePosition now = Objects.requireNonNull(position.resolve(doc));
      assertThat(now.isIn(type)).isTrue();
      if (assoc >= 0) {
        assertThat(now.index()).isEqualTo(index);
      }
    }

    private void filtered(byte[] state) {
      spared = new YDoc(DocOptions.DEFAULT.withGcFilter(item -> item.client() % 2 == 0));
      updates.forEach(spared::applyUpdate);
      assertSame("filtered", spared.encodeStateAsUpdate(), state);
    }

    private void swept(byte[] state) {
      spared.tryGc(spared.snapshot().deletes(), item -> true);
      spared.check();
      assertSame("swept", spared.encodeStateAsUpdate(), state);
    }

    private void absolute(List<String> values) {
      RelativePosition position = RelativePosition.decode(OracleRecord.bytes(values.get(0)));
      AbsolutePosition now = position.resolve(doc);
      assertThat(now == null ? "-" : "" + now.index()).isEqualTo(values.get(1));
      assertThat(now == null ? "0" : "" + now.assoc()).isEqualTo(values.get(2));
    }
  }
}
