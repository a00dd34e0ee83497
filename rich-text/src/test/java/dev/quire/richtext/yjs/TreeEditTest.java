package dev.quire.richtext.yjs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quire.crdt.DocOptions;
import dev.quire.crdt.NewType;
import dev.quire.crdt.YDoc;
import dev.quire.crdt.YXmlElement;
import dev.quire.crdt.YXmlFragment;
import dev.quire.crdt.YXmlText;
import dev.quire.crdt.event.DeltaOp;
import dev.quire.richtext.ContentLimits;
import dev.quire.richtext.Element;
import dev.quire.richtext.Format;
import dev.quire.richtext.Node;
import dev.quire.richtext.Trees;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TreeEditTest {
  private static final long SEED = Long.getLong("quire.seed", 1);
  private static final int DOCUMENTS = Integer.getInteger("quire.richtext.documents", 200);

  @Test
  void turnsAnyDocumentIntoAnyOther() {
    for (int i = 0; i < DOCUMENTS; i++) {
      Trees trees = new Trees(SEED + i);
      YDoc doc = holding(trees.document());
      Element wanted = trees.document();
      put(doc, wanted);
      assertThat(read(doc)).as("-Dquire.seed=%d", SEED + i).isEqualTo(wanted);
    }
  }

  @ParameterizedTest
  @EnumSource
  void puttingBackWhatWasReadChangesNothing(Format format) {
    for (int i = 0; i < DOCUMENTS; i++) {
      YDoc doc = holding(new Trees(SEED + i).document());
      byte[] before = doc.encodeStateAsUpdate();
      put(doc, format, format.write(read(doc)));
      assertThat(doc.encodeStateAsUpdate()).as("-Dquire.seed=%d", SEED + i).isEqualTo(before);
    }
  }

  /** One block is put otherwise while somebody else types into the others. */
  @ParameterizedTest
  @EnumSource(names = {"HTML", "MARKDOWN", "PROSEMIRROR"})
  void whatOthersTypeElsewhereMeanwhileStays(Format format) {
    for (int i = 0; i < DOCUMENTS; i++) {
      Random random = new Random(SEED + i);
      Trees trees = new Trees(SEED + i);
      List<Node> blocks = new ArrayList<>();
      for (int block = 0; block < 6; block++) {
        blocks.add(trees.paragraph());
      }
      YDoc server = holding(Element.document(blocks));
      YDoc typist = copyOf(server, 3);

      int changed = random.nextInt(6);
      blocks.set(changed, trees.paragraph());
      put(server, format, format.write(Element.document(blocks)));
      int typedInto = (changed + 1 + random.nextInt(5)) % 6;
      textOf(typist, typedInto).insert(0, "meanwhile ");
      server.applyUpdate(typist.encodeStateAsUpdate());

      assertThat(textOf(server, typedInto).toString())
          .as("-Dquire.seed=%d", SEED + i)
          .startsWith("meanwhile ");
      assertThat(read(server).children()).hasSize(6);
      assertThat(Trees.withPlainSpaces(read(server).children().get(changed)))
          .as("-Dquire.seed=%d", SEED + i)
          .isEqualTo(Trees.withPlainSpaces(blocks.get(changed)));
    }
  }

  @Test
  void aWordThatChangesLeavesTheOtherWordsOfTheLineAlone() {
    YDoc server = holding(Format.MARKDOWN.read("one two three four", ContentLimits.DEFAULT));
    YDoc typist = copyOf(server, 3);
    textOf(typist, 0).insert(0, "zero ");
    textOf(typist, 0).insert(textOf(typist, 0).length(), " five");

    put(server, Format.MARKDOWN, "one **two** 3 four");
    server.applyUpdate(typist.encodeStateAsUpdate());

    assertThat(Format.MARKDOWN.write(read(server)).strip())
        .isEqualTo("zero one **two** 3 four five");
  }

  @Test
  void whatAFormatCantShowStaysWhenTheRestIsEdited() {
    YDoc doc = holding(Element.document(List.of()));
    YXmlFragment fragment = doc.getXmlFragment("default");
    YXmlElement paragraph = fragment.append(NewType.xmlElement("paragraph"));
    paragraph.setAttribute("textAlign", "right");
    YXmlText text = paragraph.append(NewType.xmlText());
    text.applyDelta(
        List.of(
            new DeltaOp.Insert("kept ", Map.of("textStyle", Map.of("color", "red"))),
            new DeltaOp.Insert("old", Map.of())));
    YXmlElement board = fragment.append(NewType.xmlElement("drawing"));
    board.setAttribute("strokes", "1 2 3");

    put(doc, Format.MARKDOWN, Format.MARKDOWN.write(read(doc)).replace("old", "new"));

    Element line = (Element) read(doc).children().get(0);
    assertThat(line.attributes()).containsEntry("textAlign", "right");
    assertThat(Format.PROSEMIRROR.write(read(doc)))
        .contains("\"color\":\"red\"", "\"strokes\":\"1 2 3\"", "\"text\":\"new\"");
  }

  @Test
  void anEmptyTextThatIsThereIsFilled() {
    YDoc doc = holding(Element.document(List.of()));
    YXmlElement paragraph = doc.getXmlFragment("default").append(NewType.xmlElement("paragraph"));
    paragraph.append(NewType.xmlText());

    put(doc, Format.TEXT, "hello");

    assertThat(paragraph.length()).isEqualTo(1);
    assertThat(read(doc)).isEqualTo(Format.TEXT.read("hello", ContentLimits.DEFAULT));
  }

  private static YDoc holding(Element document) {
    YDoc doc = new YDoc(DocOptions.DEFAULT.withClientId(1L));
    put(doc, document);
    return doc;
  }

  private static YDoc copyOf(YDoc doc, long client) {
    YDoc copy = new YDoc(DocOptions.DEFAULT.withClientId(client));
    copy.applyUpdate(doc.encodeStateAsUpdate());
    return copy;
  }

  private static YXmlText textOf(YDoc doc, int block) {
    YXmlElement element = (YXmlElement) doc.getXmlFragment("default").children().get(block);
    return (YXmlText) element.children().get(0);
  }

  private static void put(YDoc doc, Element wanted) {
    doc.transact(t -> TreeEdit.apply(doc.getXmlFragment("default"), wanted, ContentLimits.DEFAULT));
  }

  private static void put(YDoc doc, Format format, String body) {
    ContentLimits limits = ContentLimits.DEFAULT;
    Element wanted = format.read(body, limits);
    doc.transact(
        t ->
            TreeEdit.apply(
                doc.getXmlFragment("default"), wanted, node -> format.seen(node, limits), limits));
  }

  private static Element read(YDoc doc) {
    return TreeReader.read(doc.getXmlFragment("default"), ContentLimits.DEFAULT);
  }
}
