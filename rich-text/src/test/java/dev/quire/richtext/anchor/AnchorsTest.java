package dev.quire.richtext.anchor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quire.crdt.DocOptions;
import dev.quire.crdt.NewType;
import dev.quire.crdt.RelativePosition;
import dev.quire.crdt.YDoc;
import dev.quire.crdt.YText;
import dev.quire.crdt.YXmlElement;
import dev.quire.crdt.YXmlFragment;
import dev.quire.crdt.YXmlText;
import dev.quire.richtext.ContentException;
import dev.quire.richtext.ContentLimits;
import dev.quire.richtext.Format;
import dev.quire.richtext.yjs.TreeEdit;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AnchorsTest {
  private final YDoc doc = new YDoc(DocOptions.DEFAULT.withClientId(1L));

  private static void put(YDoc doc, String html) {
    doc.transact(
        editing ->
            TreeEdit.apply(
                doc.getXmlFragment("default"),
                Format.HTML.read(html, ContentLimits.DEFAULT),
                node -> Format.HTML.seen(node, ContentLimits.DEFAULT),
                ContentLimits.DEFAULT));
  }

  private void put(String html) {
    put(doc, html);
  }

  private static Anchors in(YDoc doc) {
    return new Anchors(doc.getXmlFragment("default"), ContentLimits.DEFAULT);
  }

  private String anchor(List<Integer> path, @Nullable Integer offset, boolean before) {
    return in(doc).of(new Place.At(path, offset, before)).anchor();
  }

  private Anchored quote(String text) {
    return in(doc).of(new Place.Quote(text, 1, List.of()));
  }

  private Standing find(String anchor) {
    return in(doc).find(anchor);
  }

  /** Where something stands that is still there. */
  private String there(String anchor) {
    Standing standing = find(anchor);
    assertThat(standing.known()).isTrue();
    assertThat(standing.deleted()).isFalse();
    return standing.path() + "@" + standing.offset();
  }

  @Test
  void aQuoteStaysWithItsWordsWhateverIsEditedBeforeAndBehindThem() {
    put("<p>The moon pulls the sea</p>");
    Anchored moon = quote("moon");
    assertThat(there(moon.anchor())).isEqualTo("[0]@4");
    assertThat(there(Objects.requireNonNull(moon.end()))).isEqualTo("[0]@8");
    put("<h1>Tides</h1><p>Every day the full moon pulls at the sea</p>");
    assertThat(there(moon.anchor())).isEqualTo("[1]@19");
    assertThat(there(moon.end())).isEqualTo("[1]@23");
    assertThat(find(moon.anchor()).before()).isEqualTo("Every day the full ");
    assertThat(find(moon.anchor()).after()).isEqualTo("moon pulls at the sea");
  }

  @Test
  void textThatIsTypedAtTheEndOfAQuoteDoesNotBelongToIt() {
    put("<p>moon</p>");
    Anchored moon = quote("moon");
    put("<p>full moons</p>");
    assertThat(there(moon.anchor())).isEqualTo("[0]@5");
    assertThat(there(Objects.requireNonNull(moon.end()))).isEqualTo("[0]@9");
  }

  @Test
  void aPlaceHoldsInTheHalfOfASplitThatStaysAndThroughAMerge() {
    put("<p>The moon pulls the sea up here</p><p>twice</p>");
    String moon = quote("moon").anchor();
    String here = quote("here").anchor();
    put("<p>The moon pulls the sea</p><p>up here</p><p>twice</p>");
    assertThat(there(moon)).isEqualTo("[0]@4");
    assertThat(find(here)).isEqualTo(Standing.in(true, List.of(0), 22, "The moon pulls the sea"));
    put("<p>The moon pulls the sea up here twice</p>");
    assertThat(there(moon)).isEqualTo("[0]@4");
  }

  @Test
  void aPlaceHoldsBesideAnImportOfSomebodyWhoDidNotSeeWhatIsTyped() {
    put("<p>One</p><p>The moon pulls the sea</p>");
    String sea = quote("sea").anchor();
    YDoc other = new YDoc(DocOptions.DEFAULT.withClientId(2L));
    other.applyUpdate(doc.encodeStateAsUpdate());
    put("<p>One, two</p><p>The moon pulls at the sea</p>");
    put(other, "<h2>Tides</h2><p>One</p><p>Yes: The moon pulls the sea</p>");
    doc.applyUpdate(other.encodeStateAsUpdate());
    assertThat(there(sea)).isEqualTo("[2]@27");
    assertThat(find(sea).after()).isEqualTo("sea");
  }

  @Test
  void whatWasDeletedSaysSoAndStandsWhereItWas() {
    put("<p>The full moon pulls</p><p>the sea</p>");
    String full = quote("full").anchor();
    String sea = quote("sea").anchor();
    String block = anchor(List.of(1), null, false);
    put("<p>The moon pulls</p>");
    assertThat(find(full)).isEqualTo(Standing.in(true, List.of(0), 4, "The moon pulls"));
    // What lay in a paragraph that is gone has been collected with it.
    assertThat(find(sea)).isEqualTo(Standing.nowhere(true));
    assertThat(find(block)).isEqualTo(Standing.in(true, List.of(), 1, "\uFFFC"));
  }

  @Test
  void aLinkToABlockFollowsTheBlock() {
    put("<ul><li><p>a</p></li><li><p>b</p></li></ul><h2>Ebb</h2><p>Then</p>");
    String ebb = anchor(List.of(1), null, false);
    String second = anchor(List.of(0, 1), null, false);
    put("<p>New</p><ul><li><p>x</p></li><li><p>a</p></li><li><p>b</p></li></ul><h2>Ebb tide</h2>");
    assertThat(there(ebb)).isEqualTo("[2]@null");
    assertThat(find(ebb).after()).isEqualTo("Ebb tide");
    assertThat(there(second)).isEqualTo("[1, 2]@null");
  }

  @Test
  void offsetsCountElementsInALineAsOne() {
    put("<p>ab<br>cd<br></p>");
    for (int offset = 0; offset <= 6; offset++) {
      if (offset != 5) {
        assertThat(there(anchor(List.of(0), offset, false))).isEqualTo("[0]@" + offset);
      }
      assertThat(there(anchor(List.of(0), offset, true))).isEqualTo("[0]@" + offset);
    }
    assertThat(there(anchor(List.of(0, 1), null, false))).isEqualTo("[0, 1]@null");
    assertThat(find(anchor(List.of(0), 2, false)).after()).isEqualTo("\uFFFCcd\uFFFC");
  }

  @Test
  void anEmptyParagraphHasAPlace() {
    put("<p>a</p><p></p>");
    String empty = anchor(List.of(1), 0, false);
    assertThat(there(empty)).isEqualTo("[1]@0");
    put("<p>x</p><p>a</p><p></p>");
    assertThat(there(empty)).isEqualTo("[2]@0");
    assertThat(there(anchor(List.of(), 2, false))).isEqualTo("[2]@null");
    assertThat(there(anchor(List.of(), 3, false))).isEqualTo("[]@3");
  }

  @Test
  void theBytesAreThoseOfTheRelativePositionThatAnEditorMakes() {
    put("<p>The moon</p>");
    YXmlElement paragraph = (YXmlElement) doc.getXmlFragment("default").children().get(0);
    YXmlText text = (YXmlText) paragraph.children().get(0);
    assertThat(Base64.getUrlDecoder().decode(anchor(List.of(0), 4, false)))
        .isEqualTo(RelativePosition.of(text, 4).encode());
    assertThat(Base64.getUrlDecoder().decode(anchor(List.of(0), 8, false)))
        .isEqualTo(RelativePosition.of(text, 8).encode());
    assertThat(Base64.getUrlDecoder().decode(anchor(List.of(0), null, false)))
        .isEqualTo(RelativePosition.of(doc.getXmlFragment("default"), 0).encode());
  }

  @Test
  void whatEditorsDoNotShowHasNoNumberAndNoPlace() {
    put("<p>ab<br>cd</p><p>The moon</p>");
    YXmlFragment fragment = doc.getXmlFragment("default");
    YXmlElement first = (YXmlElement) fragment.children().get(0);
    for (YXmlFragment parent : List.of(fragment, first)) {
      YText odd = parent.create(0, NewType.text());
      odd.insert(0, "The moon");
      assertThat(find(AnchorText.write(RelativePosition.of(odd, 4))))
          .isEqualTo(Standing.nowhere(false));
    }
    assertThat(there(anchor(List.of(1), 4, false))).isEqualTo("[1]@4");
    assertThat(there(quote("moon").anchor())).isEqualTo("[1]@4");
    assertThat(there(quote("d").anchor())).isEqualTo("[0]@4");
    assertThat(there(anchor(List.of(0, 2), null, false))).isEqualTo("[0, 2]@null");
  }

  @Test
  void aTextThatWasEmptiedStandsWhereItWasInItsLine() {
    put("<p>ab<br>cd<br>ef</p>");
    String middle = quote("cd").anchor();
    YXmlElement line = (YXmlElement) doc.getXmlFragment("default").children().get(0);
    ((YXmlText) line.children().get(2)).delete(0, 2);
    assertThat(find(middle)).isEqualTo(Standing.in(true, List.of(0), 3, "ab\uFFFC\uFFFCef"));
  }

  @Test
  void whatIsOfNoDocumentOrOfNoNodeIsTold() {
    put("<p>The moon</p>");
    YDoc other = new YDoc(DocOptions.DEFAULT.withClientId(9L));
    put(other, "<p>else</p>");
    String foreign = in(other).of(new Place.Quote("else", 1, List.of())).anchor();
    assertThat(find(foreign)).isEqualTo(Standing.UNKNOWN);
    doc.getText("notes").insert(0, "x");
    String elsewhere = AnchorText.write(RelativePosition.of(doc.getText("notes"), 1));
    assertThat(find(elsewhere)).isEqualTo(Standing.nowhere(false));
    for (String none : List.of("", "!", "CAAA", "CQ", "A".repeat(600))) {
      assertThatThrownBy(() -> find(none)).isInstanceOf(ContentException.class);
    }
  }

  @Test
  void placesThatAreNotThereAreRefused() {
    put("<p>The moon and the moon</p>");
    assertThat(there(in(doc).of(new Place.Quote("moon", 2, List.of(0))).anchor()))
        .isEqualTo("[0]@17");
    for (Place place :
        List.of(
            new Place.Quote("moon", 3, List.of()),
            new Place.Quote("sun", 1, List.of()),
            new Place.At(List.of(1), null, false),
            new Place.At(List.of(0, 0, 0), null, false),
            new Place.At(List.of(0), 22, false),
            new Place.At(List.of(), null, false))) {
      assertThatThrownBy(() -> in(doc).of(place)).isInstanceOf(ContentException.class);
    }
  }

  @Test
  void textAroundIsCutBetweenCharacters() {
    put("<p>" + "𝒳".repeat(100) + "</p>");
    Standing middle = find(anchor(List.of(0), 100, false));
    assertThat(middle.before()).isEqualTo("𝒳".repeat(32));
    assertThat(middle.after()).isEqualTo("𝒳".repeat(32));
    put("<p>a" + "𝒳".repeat(100) + "b</p>");
    assertThat(find(anchor(List.of(0), 0, false)).after()).isEqualTo("a" + "𝒳".repeat(31));
  }

  @Test
  void aHostileDocumentEndsWithALimit() {
    YXmlFragment inner = doc.getXmlFragment("default");
    for (int depth = 0; depth < 500; depth++) {
      inner = inner.create(0, NewType.xmlElement("blockquote"));
    }
    String deep = AnchorText.write(RelativePosition.of(inner, 0));
    assertThat(find(deep)).isEqualTo(Standing.nowhere(false));
    ContentLimits late = ContentLimits.DEFAULT.until(() -> true);
    assertThatThrownBy(() -> new Anchors(doc.getXmlFragment("default"), late).find(deep))
        .isInstanceOf(ContentException.class);
  }
}
