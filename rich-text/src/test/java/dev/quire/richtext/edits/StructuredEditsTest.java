package dev.quire.richtext.edits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quire.richtext.ContentException;
import dev.quire.richtext.ContentException.Reason;
import dev.quire.richtext.ContentLimits;
import dev.quire.richtext.Element;
import dev.quire.richtext.Format;
import java.util.Collections;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class StructuredEditsTest {
  private static final String TEXT = "one\n\ntwo *moons* and two suns\n\n- three\n- four\n";

  private static String edited(String markdown, String edits) {
    Element before = Format.MARKDOWN.read(markdown, ContentLimits.DEFAULT);
    String body = "{\"edits\":[" + edits.replace('\'', '"') + "]}";
    return Format.MARKDOWN.write(StructuredEdits.apply(before, body, ContentLimits.DEFAULT));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "{'op':'insert','after':0,'content':{'format':'markdown','body':'# new'}};`one\n\n# new\n\ntwo`",
        "{'op':'insert','before':'moons','content':{'format':'text','body':'new'}};`one\n\nnew\n\ntwo`",
        "{'op':'insert','content':{'format':'text','body':'last'}};`- four\n\nlast\n`",
        "{'op':'replace','block':-1,'content':{'format':'html','body':'<h2>end</h2>'}};`suns\n\n## end\n`",
        "{'op':'delete','block':'moons'};`one\n\n- three`",
        "{'op':'replaceText','find':'two','occurrence':2,'with':'2'};`two *moons* and 2 suns`",
        "{'op':'replaceText','find':'two','all':true,'with':'2'};`2 *moons* and 2 suns`",
        "{'op':'replaceText','find':'moons','with':'tides'};`two *tides* and`",
        "{'op':'replaceText','find':'three','block':-1,'with':''};`- four`",
        "{'op':'mark','find':'moons and','mark':{'type':'bold'}};`***moons* and** two`",
        "{'op':'unmark','find':'moons','mark':{'type':'italic'}};`two moons and`"
      })
  void isApplied(String edit, String expected) {
    assertThat(edited(TEXT, edit)).contains(expected.replace("`", ""));
  }

  @Test
  void eachSeesWhatThoseBeforeItLeft() {
    assertThat(
            edited(
                TEXT,
                "{'op':'replaceText','find':'one','with':'first'},"
                    + "{'op':'insert','after':'first','content':{'format':'text','body':'second'}}"))
        .startsWith("first\n\nsecond\n\ntwo");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'op':'move'}",
        "7",
        "{'op':'delete'}",
        "{'op':'delete','block':3}",
        "{'op':'delete','block':'five'}",
        "{'op':'replaceText','find':'','with':'x'}",
        "{'op':'replaceText','find':'two','occurrence':3,'with':'x'}",
        "{'op':'replaceText','find':'two','occurrence':0,'with':'x'}",
        "{'op':'mark','find':'two','mark':'bold'}",
        "{'op':'insert','content':{'format':'docx','body':''}}"
      })
  void whatHasNoPlaceIsRefusedByItsNumberAndNothingIsEdited(String edit) {
    assertThatThrownBy(() -> edited(TEXT, "{'op':'delete','block':0}," + edit))
        .isInstanceOf(ContentException.class)
        .hasMessageStartingWith("Edit 2: ")
        .hasMessageEndingWith("Nothing was edited.");
  }

  @Test
  void editsThatMultiplyEachOtherEnd() {
    String twice = "{'op':'replaceText','find':'a','all':true,'with':'aaaaaaaa'}";
    assertThatThrownBy(() -> edited("a", String.join(",", Collections.nCopies(30, twice))))
        .isInstanceOf(ContentException.class)
        .hasMessageContaining("too much");
  }

  @Test
  void editsEndWhenTheTimeIsUp() {
    Element before = Format.TEXT.read("a".repeat(1_000), ContentLimits.DEFAULT);
    String edit = "{\"op\":\"replaceText\",\"find\":\"a\",\"all\":true,\"with\":\"a\"}";
    String body = "{\"edits\":[" + String.join(",", Collections.nCopies(10, edit)) + "]}";
    AtomicInteger looks = new AtomicInteger();
    ContentLimits limits = ContentLimits.DEFAULT.until(() -> looks.incrementAndGet() > 1);
    assertThatThrownBy(() -> StructuredEdits.apply(before, body, limits))
        .isInstanceOfSatisfying(
            ContentException.class,
            refused -> assertThat(refused.reason()).isEqualTo(Reason.TOO_COSTLY));
  }
}
