package dev.quire.richtext.html;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quire.crdt.DocOptions;
import dev.quire.crdt.NewType;
import dev.quire.crdt.YDoc;
import dev.quire.crdt.YXmlFragment;
import dev.quire.richtext.ContentException;
import dev.quire.richtext.ContentLimits;
import dev.quire.richtext.Element;
import dev.quire.richtext.Marks;
import dev.quire.richtext.Node;
import dev.quire.richtext.Text;
import dev.quire.richtext.yjs.TreeReader;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a document is written piece by piece. */
class HtmlWriterTest {
  private static final int MANY = 10_000;

  private final YXmlFragment fragment =
      new YDoc(DocOptions.DEFAULT.withClientId(1L)).getXmlFragment("default");

  private static Text text(String characters) {
    return new Text(List.of(new Text.Run(characters, Marks.NONE)));
  }

  private static Element paragraph(String characters) {
    return new Element("paragraph", Map.of(), List.of(text(characters)));
  }

  private String nodeByNode() {
    ContentLimits limits = ContentLimits.DEFAULT;
    return HtmlWriter.write(
        TreeReader.nodes(fragment, limits), TreeReader.holdsText(fragment), limits);
  }

  private String asATree() {
    return HtmlWriter.write(
        TreeReader.read(fragment, ContentLimits.DEFAULT), ContentLimits.DEFAULT);
  }

  @Test
  void whatIsNoTextToEditorsMakesNoLineOfTheNodesBesideIt() {
    fragment.create(0, NewType.text()).insert(0, "odd");
    fragment.append(NewType.xmlElement("drawing"));
    assertThat(nodeByNode()).isEqualTo(asATree()).isEqualTo("<div data-node=\"drawing\"></div>");
    fragment.append(NewType.xmlText()).insert(0, "even");
    assertThat(nodeByNode())
        .isEqualTo(asATree())
        .isEqualTo("<span data-node=\"drawing\"></span>even");
  }

  @Test
  void allNodesAreWrittenOnceAndInTheirOrder() {
    List<Node> nodes =
        IntStream.range(0, 1_000)
            .<Node>mapToObj(i -> i % 3 == 0 ? text("t" + i) : paragraph("p" + i))
            .toList();
    String expected =
        IntStream.range(0, 1_000)
            .mapToObj(i -> i % 3 == 0 ? "t" + i : "<p>p" + i + "</p>")
            .reduce("", String::concat);
    assertThat(HtmlWriter.write(nodes.iterator(), true, ContentLimits.DEFAULT)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aFewNodesAreReadAtATimeAlsoWhereTextsLieAtTheTop(boolean withTexts) {
    AtomicInteger read = new AtomicInteger();
    IntFunction<Node> node = i -> withTexts ? text("line " + i) : paragraph("line " + i);
    Stream<Node> nodes = IntStream.range(0, MANY).peek(i -> read.incrementAndGet()).mapToObj(node);
    ContentLimits limits = new ContentLimits(48, MANY * 10, 100, () -> false);
    assertThatThrownBy(() -> HtmlWriter.write(nodes.iterator(), withTexts, limits))
        .isInstanceOf(ContentException.class);
    assertThat(read).hasValueLessThan(1_000);
  }
}
