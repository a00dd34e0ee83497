package dev.quire.crdt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quire.crdt.event.DeltaOp;
import dev.quire.crdt.lib0.Json;
import dev.quire.crdt.v2.UpdatesV2;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The compatibility cases of the yjs repository; see the README beside their data. */
class YjsCompatibilityTest {
  @Test
  void anArrayOfYjs13_2ReadsAsItDidThen() throws IOException {
    check("array", doc -> doc.getArray("array").toJson());
  }

  @Test
  void aMapOfYjs13_2ReadsAsItDidThen() throws IOException {
    check("map", doc -> doc.getMap("map").toJson());
  }

  @Test
  void aTextOfYjs13_2ReadsAsItDidThen() throws IOException {
    check("text", doc -> delta(doc.getText("text")));
  }

  private static void check(String name, Function<YDoc, @Nullable Object> read) throws IOException {
    byte[] update = Base64.getDecoder().decode(resource(name + ".v1.txt"));
    Object expected = Json.parse(resource(name + ".json"));
    YDoc doc = new YDoc();
    doc.applyUpdate(update);
    doc.check();
    assertThat(read.apply(doc)).isEqualTo(expected);

    YDoc kept = new YDoc(DocOptions.DEFAULT.withGc(false));
    kept.applyUpdateV2(UpdatesV2.fromV1(update));
    assertThat(read.apply(kept)).isEqualTo(expected);
    assertThat(read.apply(kept.documentAt(kept.snapshot()))).isEqualTo(expected);

    YDoc again = new YDoc();
    again.applyUpdateV2(doc.encodeStateAsUpdateV2());
    assertThat(read.apply(again)).isEqualTo(expected);
    assertThat(again.encodeStateAsUpdate()).isEqualTo(doc.encodeStateAsUpdate());
  }

  private static List<Object> delta(YText text) {
    List<Object> delta = new ArrayList<>();
    for (DeltaOp op : text.toDelta()) {
      DeltaOp.Insert insert = (DeltaOp.Insert) op;
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("insert", insert.content());
      if (!insert.attributes().isEmpty()) {
        json.put("attributes", insert.attributes());
      }
      delta.add(json);
    }
    return delta;
  }

  private static String resource(String name) throws IOException {
    try (InputStream in =
        YjsCompatibilityTest.class.getResourceAsStream("/yjs-compatibility/" + name)) {
      return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8)
          .strip();
    }
  }
}
