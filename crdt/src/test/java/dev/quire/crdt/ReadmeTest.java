package dev.quire.crdt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quire.crdt.event.DeltaOp;
import dev.quire.crdt.id.StateVector;
import dev.quire.crdt.lazy.LazyDoc;
import dev.quire.crdt.update.Updates;
import dev.quire.crdt.v2.UpdatesV2;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The examples of README.md, word for word, between the comments that say so. */
class ReadmeTest {
  private static final Pattern IN_README = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
  private static final Pattern HERE =
      Pattern.compile(" *// README\n(.*?) *// end\n", Pattern.DOTALL);

  private final List<byte[]> sent = new ArrayList<>();
  private List<DeltaOp> shown = List.of();

  @Test
  void theExamplesAreThoseOfThisFile() throws IOException {
    List<String> inReadme = parts(IN_README, Path.of("README.md"));

    assertThat(inReadme)
        .hasSizeGreaterThan(4)
        .isEqualTo(parts(HERE, Path.of("src/test/java/dev/quire/crdt/ReadmeTest.java")));
  }

  private static List<String> parts(Pattern pattern, Path file) throws IOException {
    return pattern
        .matcher(Files.readString(file))
        .results()
        .map((MatchResult match) -> match.group(1).stripTrailing().stripIndent())
        .toList();
  }

  @Test
  void documentsTakeUpdatesAndTellWhatOthersLack() {
    YDoc other = written();
    byte[] received = other.encodeStateAsUpdate();
    byte[] theirs = other.stateVector().encode();

    // README
    YDoc doc = new YDoc();
    doc.applyUpdate(received);
    byte[] everything = doc.encodeStateAsUpdate();
    byte[] missing = doc.encodeStateAsUpdate(StateVector.decode(theirs));
    String text = doc.getText("notes").toString();
    // end

    assertThat(text).isEqualTo("Hello world");
    assertThat(everything).isEqualTo(received);
    assertThat(Updates.isEmpty(missing)).isTrue();
  }

  @Test
  void documentsAreEdited() {
    // README
    YDoc doc = new YDoc(DocOptions.DEFAULT.withClientId(4711));
    doc.transact(
        transaction -> {
          YText notes = doc.getText("notes");
          notes.insert(0, "Hello world");
          notes.format(0, 5, Map.of("bold", true));
          YXmlElement paragraph =
              doc.getXmlFragment("default").append(NewType.xmlElement("paragraph"));
          paragraph.append(NewType.xmlText()).insert(0, "a paragraph");
          YMap settings = doc.getMap("settings");
          settings.set("title", "Minutes");
          settings.create("tags", NewType.array()).add("draft");
        });
    // end

    assertThat(doc.getText("notes").toDelta())
        .containsExactly(
            new DeltaOp.Insert("Hello", Map.of("bold", true)),
            new DeltaOp.Insert(" world", Map.of()));
    assertThat(doc.getXmlFragment("default")).hasToString("<paragraph>a paragraph</paragraph>");
    assertThat(doc.getMap("settings").toJson())
        .isEqualTo(Map.of("title", "Minutes", "tags", List.of("draft")));
  }

  @Test
  void changesAreTold() {
    YDoc doc = written();

    // README
    doc.onUpdate(event -> broadcast(event.update()));
    doc.getText("notes").observe(event -> show(event.delta()));
    doc.getText("notes").insert(0, "Well: ");
    // end

    assertThat(sent).hasSize(1);
    assertThat(shown).containsExactly(new DeltaOp.Insert("Well: ", Map.of()));
  }

  private void broadcast(byte[] update) {
    sent.add(update);
  }

  private void show(List<DeltaOp> delta) {
    shown = delta;
  }

  @Test
  void newsAreRecognisedByTheirIds() {
    YDoc doc = written();
    byte[] update = doc.encodeStateAsUpdate();

    // README
    KnownContents known = doc.knownContents();
    UpdateContents contents = UpdateContents.read(update);
    boolean news = !known.covers(contents);
    // end

    assertThat(news).isFalse();
    assertThat(new KnownContents().covers(contents)).isFalse();
  }

  @Test
  void updatesAreMergedCutAndTranslatedWithoutADocument() {
    YDoc doc = written();
    byte[] first = doc.encodeStateAsUpdate();
    StateVector before = doc.stateVector();
    byte[] theirs = before.encode();
    doc.getText("notes").insert(0, "Well: ");
    byte[] second = doc.encodeStateAsUpdate(before);

    // README
    byte[] merged = Updates.merge(List.of(first, second));
    StateVector reached = Updates.stateVector(merged);
    byte[] rest = Updates.diff(merged, StateVector.decode(theirs));
    byte[] inFormatV2 = UpdatesV2.fromV1(rest);
    // end

    assertThat(reached).isEqualTo(doc.stateVector());
    YDoc copy = new YDoc();
    copy.applyUpdate(first);
    copy.applyUpdateV2(inFormatV2);
    assertThat(copy.getText("notes")).hasToString("Well: Hello world");
  }

  @Test
  void documentsCanBeHeldAsBytes() {
    YDoc doc = written();
    byte[] state = doc.encodeStateAsUpdate();
    byte[] theirs = doc.stateVector().encode();
    doc.getText("notes").insert(11, "!");
    byte[] update = doc.encodeStateAsUpdate(StateVector.decode(theirs));

    // README
    LazyDoc held = LazyDoc.open(state);
    boolean isNew = !held.covers(UpdateContents.read(update));
    held.absorb(update);
    byte[] lacked = held.encode(StateVector.decode(theirs));
    YDoc built = held.thaw();
    // end

    assertThat(isNew).isTrue();
    assertThat(lacked).isEqualTo(update);
    assertThat(built.getText("notes")).hasToString("Hello world!");
  }

  @Test
  void placesStayWhereTheyAre() {
    YDoc doc = written();

    // README
    YText notes = doc.getText("notes");
    RelativePosition cursor = RelativePosition.of(notes, 5);
    notes.insert(0, "> ");
    AbsolutePosition now = RelativePosition.decode(cursor.encode()).resolve(doc);
    // end

    assertThat(now).extracting(AbsolutePosition::index).isEqualTo(7L);
  }

  @Test
  void thePastCanBeRead() {
    // README
    YDoc kept = new YDoc(DocOptions.DEFAULT.withClientId(4711).withGc(false));
    kept.getText("notes").insert(0, "Hello");
    Snapshot then = kept.snapshot();
    kept.getText("notes").delete(0, 5);
    List<DeltaOp> asItWas = kept.getText("notes").toDelta(then);
    List<DeltaOp> whoDidWhat = kept.getText("notes").toDelta(null, then, ChangeMark.WITH_CLIENT);
    YDoc past = kept.documentAt(then);
    // end

    assertThat(asItWas).containsExactly(new DeltaOp.Insert("Hello", Map.of()));
    assertThat(whoDidWhat).hasSize(1);
    assertThat(past.getText("notes")).hasToString("Hello");
  }

  private static YDoc written() {
    YDoc doc = new YDoc(DocOptions.DEFAULT.withClientId(4711));
    doc.getText("notes").insert(0, "Hello world");
    return doc;
  }
}
