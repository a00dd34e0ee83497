package dev.quire.richtext.yjs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quire.crdt.AbsolutePosition;
import dev.quire.crdt.DocOptions;
import dev.quire.crdt.RelativePosition;
import dev.quire.crdt.YDoc;
import dev.quire.crdt.YText;
import dev.quire.crdt.YType;
import dev.quire.crdt.YXmlElement;
import dev.quire.crdt.YXmlFragment;
import dev.quire.crdt.YXmlText;
import dev.quire.richtext.ContentLimits;
import dev.quire.richtext.Format;
import org.junit.jupiter.api.Test;

/**
 * What holds on to a place in a document, as carets and comments do by relative positions, where
 * paragraphs are split, merged and moved around it. Yjs has no operation that moves: text that
 * comes to lie in another paragraph is deleted and written anew, there and here.
 */
class AnchorsTest {
  private static final String GONE = "(its paragraph is gone)";

  private final YDoc doc = new YDoc(DocOptions.DEFAULT.withClientId(1L));

  private YXmlFragment fragment() {
    return doc.getXmlFragment("default");
  }

  private void put(String text) {
    doc.transact(
        editing ->
            TreeEdit.apply(
                fragment(), Format.TEXT.read(text, ContentLimits.DEFAULT), ContentLimits.DEFAULT));
  }

  private YText text(int block) {
    YType paragraph = fragment().children().get(block);
    return (YXmlText) ((YXmlElement) paragraph).children().get(0);
  }

  /** A place before a word, as a string that a comment could keep. */
  private byte[] before(int block, String word) {
    YText text = text(block);
    return RelativePosition.of(text, text.toString().indexOf(word)).encode();
  }

  /** What stands from there on; empty at a paragraph's end. */
  private String at(byte[] place) {
    AbsolutePosition position = RelativePosition.decode(place).resolve(doc);
    if (position == null) {
      return GONE;
    }
    for (YType paragraph : fragment().children()) {
      YType text = ((YXmlElement) paragraph).children().get(0);
      if (position.isIn(text)) {
        return text.toString().substring((int) position.index());
      }
    }
    return GONE;
  }

  @Test
  void aPlaceInTheHalfThatStaysHoldsThroughASplit() {
    put("The moon pulls the sea up here");
    byte[] moon = before(0, "moon");
    put("The moon pulls the sea\n\nup here");
    assertThat(at(moon)).isEqualTo("moon pulls the sea");
  }

  @Test
  void aPlaceInTheHalfThatIsWrittenAnewIsWhereItWasSplit() {
    put("The moon pulls the sea up here");
    byte[] here = before(0, "here");
    put("The moon pulls the sea\n\nup here");
    assertThat(at(here)).isEmpty();
  }

  @Test
  void aPlaceInTheParagraphThatStaysHoldsThroughAMergeAndOneInTheOtherDoesNot() {
    put("The moon pulls\n\nthe sea");
    byte[] moon = before(0, "moon");
    byte[] sea = before(1, "sea");
    put("The moon pulls the sea");
    assertThat(at(moon)).isEqualTo("moon pulls the sea");
    assertThat(at(sea)).isEqualTo(GONE);
  }

  @Test
  void aPlaceHoldsWhereParagraphsAreSplitMergedAndRemovedAroundIt() {
    put("one two\n\nthree four\n\nfive six\n\nseven");
    byte[] four = before(1, "four");
    put("one\n\ntwo\n\nthree four\n\nfive six seven");
    assertThat(at(four)).isEqualTo("four");
    put("three four");
    assertThat(at(four)).isEqualTo("four");
  }

  @Test
  void aPlaceHoldsWhereItsParagraphIsEditedOnBothSides() {
    put("The moon pulls the sea");
    byte[] pulls = before(0, "pulls");
    put("Every day the full moon pulls at the whole sea");
    assertThat(at(pulls)).startsWith("pulls");
  }

  @Test
  void whenAParagraphMovesThePlacesInTheOnesThatStayHold() {
    put("first paragraph\n\nsecond paragraph\n\nthird paragraph");
    byte[] second = before(1, "second");
    byte[] third = before(2, "third");
    put("second paragraph\n\nthird paragraph\n\nfirst paragraph");
    assertThat(at(second)).isEqualTo("second paragraph");
    assertThat(at(third)).isEqualTo("third paragraph");
  }
}
