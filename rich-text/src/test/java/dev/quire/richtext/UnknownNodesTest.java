package dev.quire.richtext;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quire.crdt.DocOptions;
import dev.quire.crdt.YDoc;
import dev.quire.richtext.yjs.TreeEdit;
import dev.quire.richtext.yjs.TreeReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What no schema here knows is carried through JSON and a Yjs document without loss. */
class UnknownNodesTest {
  private static final long SEED = Long.getLong("quire.seed", 1);
  private static final int DOCUMENTS = Integer.getInteger("quire.richtext.documents", 200);
  private static final List<String> NAMES =
      List.of(
          "drawing", "x-y", "__proto__", "constructor", "", "ünïcode 𝒳", "<b>", "a--b", "text2");

  @Test
  void areInTheJsonAsTheyAreInTheDocument() {
    for (int i = 0; i < DOCUMENTS; i++) {
      Random random = new Random(SEED + i);
      Element document = (Element) strange(new Trees(SEED + i).document(), random);
      YDoc doc = new YDoc(DocOptions.DEFAULT.withClientId(1L));
      doc.transact(
          editing ->
              TreeEdit.apply(doc.getXmlFragment("default"), document, ContentLimits.DEFAULT));
      Element held = TreeReader.read(doc.getXmlFragment("default"), ContentLimits.DEFAULT);
      assertThat(held).as("-Dquire.seed=%d", SEED + i).isEqualTo(document);
      String json = Format.PROSEMIRROR.write(held);
      assertThat(Format.PROSEMIRROR.read(json, ContentLimits.DEFAULT))
          .as("-Dquire.seed=%d", SEED + i)
          .isEqualTo(document);
    }
  }

  private static Node strange(Node node, Random random) {
    if (node instanceof Text text) {
      return new Text(text.runs().stream().map(run -> strange(run, random)).toList());
    }
    Element element = (Element) node;
    List<Node> children = new ArrayList<>();
    element.children().forEach(child -> children.add(strange(child, random)));
    boolean renamed = !element.type().equals(Element.DOCUMENT) && random.nextInt(3) == 0;
    String type = renamed ? NAMES.get(random.nextInt(NAMES.size())) : element.type();
    boolean atTop = element.type().equals(Element.DOCUMENT);
    return new Element(type, atTop ? Map.of() : attributes(element, random), children);
  }

  private static Text.Run strange(Text.Run run, Random random) {
    if (random.nextInt(3) != 0) {
      return run;
    }
    List<Mark> marks = new ArrayList<>(run.marks().all());
    // Two of one type over each other, as comments are.
    marks.add(new Mark("comment", Map.of("id", (long) random.nextInt(5))));
    marks.add(new Mark("comment", Map.of("id", 7L, "by", Map.of("name", "Ada"))));
    return new Text.Run(run.text(), Marks.of(marks));
  }

  private static Map<String, Object> attributes(Element element, Random random) {
    Map<String, Object> attributes = new LinkedHashMap<>(element.attributes());
    if (random.nextInt(3) == 0) {
      String name = NAMES.get(random.nextInt(NAMES.size()));
      attributes.put(name, List.of(1L, 2.5, true, "x", Map.of("deep", List.of("y"))));
    }
    return attributes;
  }
}
