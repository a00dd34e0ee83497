package dev.quire.crdt.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quire.crdt.YDoc;
import dev.quire.crdt.fuzz.target.Allocation;
import dev.quire.crdt.fuzz.target.Limits;
import dev.quire.crdt.lib0.Json;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** What fuzzing has found, each by name. The inputs are in the corpus, too. */
class FindingsTest {
  /**
   * Finding the fewest digits by exact decimals took 41 KB for a number of five bytes, so that an
   * embed of a megabyte took gigabytes.
   */
  @Test
  void largeNumbersInJsonCostNoMoreThanSmallOnes() {
    String text = "[" + "1e308,5e-324,".repeat(1000) + "0.1]";
    Json.canonical(text);
    assertThat(Allocation.of(() -> Json.canonical(text)))
        .isLessThan((long) Limits.VALUES * text.length());
  }

  /**
   * Two structs claim client 1's clock 0: one waits for client 2, the other has its place. The
   * first waited on, and its document said that something was pending.
   */
  @Test
  void clocksThatAreKnownWaitForNothing() {
    YDoc doc = new YDoc();
    doc.applyUpdate(bytes("01 01 01 00  27 01 01 6d 01 6b 00  00"));
    doc.applyUpdate(bytes("01 01 01 00  88 02 01 01 7d 03  00"));
    doc.check();
    assertThat(doc.hasPending()).isFalse();
  }

  /** The same, and more follows it: that waited for ever, though what it follows had come. */
  @Test
  void whatFollowsClocksThatCameOtherwiseWaitsNoLonger() {
    YDoc doc = new YDoc();
    doc.applyUpdate(bytes("01 02 01 00  88 02 01 01 7d 03  04 01 01 74 02 61 62  00"));
    assertThat(doc.hasPending()).isTrue();
    doc.applyUpdate(bytes("01 01 01 00  27 01 01 6d 01 6b 00  00"));
    doc.check();
    assertThat(doc.hasPending()).isFalse();
    assertThat(doc.getText("t")).hasToString("ab");
  }

  /**
   * A text in one type goes on with clocks of which the first came as text in another type: the
   * rest was linked behind its beginning, but into the list of the type that it named itself.
   */
  @Test
  void theRestOfAStructGoesWhereItsBeginningIs() {
    YDoc doc = new YDoc();
    doc.applyUpdate(bytes("01 01 01 00  04 01 01 74 01 61  00"));
    doc.applyUpdate(bytes("01 01 01 00  04 01 01 75 03 78 79 7a  00"));
    doc.check();
    assertThat(doc.getText("t")).hasToString("ayz");
    assertThat(doc.getText("u")).hasToString("");
    YDoc loaded = new YDoc();
    loaded.applyUpdate(doc.encodeStateAsUpdate());
    assertThat(loaded.encodeStateAsUpdate()).isEqualTo(doc.encodeStateAsUpdate());
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex.replace(" ", ""));
  }
}
