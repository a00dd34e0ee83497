package dev.quire.richtext;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quire.crdt.DocOptions;
import dev.quire.crdt.YDoc;
import dev.quire.richtext.yjs.TreeEdit;
import dev.quire.richtext.yjs.TreeReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is written in a format and read again is the same document. */
class RoundTripTest {
  private static final long SEED = Long.getLong("quire.seed", 1);
  private static final int DOCUMENTS = Integer.getInteger("quire.richtext.documents", 500);

  @ParameterizedTest
  @EnumSource(names = {"HTML", "PROSEMIRROR"})
  void whatIsWrittenReadsAsItWas(Format format) {
    for (int i = 0; i < DOCUMENTS; i++) {
      Element document = new Trees(SEED + i).document();
      String written = format.write(document);
      assertThat(format.read(written, ContentLimits.DEFAULT))
          .as("-Dquire.seed=%d -Dquire.richtext.documents=1:%n%s", SEED + i, written)
          .isEqualTo(document);
    }
  }

  @Test
  void markdownKeepsAllButTheMarksOfSpaces() {
    for (int i = 0; i < DOCUMENTS; i++) {
      Element document = new Trees(SEED + i).document();
      String written = Format.MARKDOWN.write(document);
      Element read = Format.MARKDOWN.read(written, ContentLimits.DEFAULT);
      String again = "-Dquire.seed=%d -Dquire.richtext.documents=1".formatted(SEED + i);
      assertThat(lines((Element) Trees.withPlainSpaces(read)))
          .as("%s:%n%s", again, written)
          .isEqualTo(lines((Element) Trees.withPlainSpaces(document)));
      assertThat(Format.MARKDOWN.read(Format.MARKDOWN.write(read), ContentLimits.DEFAULT))
          .as(again)
          .isEqualTo(read);
    }
  }

  @Test
  void aYjsDocumentHoldsTheTree() {
    for (int i = 0; i < DOCUMENTS; i++) {
      Element document = new Trees(SEED + i).document();
      YDoc doc = new YDoc(DocOptions.DEFAULT.withClientId(1L));
      doc.transact(
          t -> TreeEdit.apply(doc.getXmlFragment("default"), document, ContentLimits.DEFAULT));
      assertThat(TreeReader.read(doc.getXmlFragment("default"), ContentLimits.DEFAULT))
          .as("-Dquire.seed=%d", SEED + i)
          .isEqualTo(document);
    }
  }

  /** A line per node, so that a difference is seen at once. */
  private static String lines(Element document) {
    return Format.PROSEMIRROR.write(document).replace("{\"type\"", "\n{\"type\"");
  }
}
