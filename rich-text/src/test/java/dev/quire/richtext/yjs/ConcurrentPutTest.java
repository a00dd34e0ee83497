package dev.quire.richtext.yjs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quire.crdt.AbsolutePosition;
import dev.quire.crdt.DocOptions;
import dev.quire.crdt.RelativePosition;
import dev.quire.crdt.YDoc;
import dev.quire.crdt.YType;
import dev.quire.crdt.YXmlFragment;
import dev.quire.crdt.YXmlText;
import dev.quire.crdt.event.DeltaOp;
import dev.quire.richtext.ContentLimits;
import dev.quire.richtext.Element;
import dev.quire.richtext.Format;
import dev.quire.richtext.Node;
import dev.quire.richtext.Trees;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Content is put while others type and have their carets elsewhere: what they typed is there, their
 * carets stand where they stood, and what was put is there too.
 */
class ConcurrentPutTest {
  private static final long SEED = Long.getLong("quire.seed", 1);
  private static final int DOCUMENTS = Integer.getInteger("quire.richtext.documents", 100);
  private static final int BLOCKS = 9;
  private static final ContentLimits LIMITS = ContentLimits.DEFAULT;

  @ParameterizedTest
  @EnumSource(names = {"HTML", "MARKDOWN", "PROSEMIRROR"})
  void keepsWhatOthersTypeAndTheirCarets(Format format) {
    for (int i = 0; i < DOCUMENTS; i++) {
      new Scene(SEED + i, format).play();
    }
  }

  private static final class Scene {
    private final String name;
    private final Random random;
    private final Format format;
    private final Trees trees;
    private final List<Node> blocks = new ArrayList<>();
    private final YDoc server = new YDoc(DocOptions.DEFAULT.withClientId(1L));
    private final Map<String, RelativePosition> carets = new LinkedHashMap<>();
    private final List<String> typed = new ArrayList<>();

    Scene(long seed, Format format) {
      this.name = "-Dquire.seed=%d -Dquire.richtext.documents=1".formatted(seed);
      this.random = new Random(seed);
      this.format = format;
      this.trees = new Trees(seed);
    }

    void play() {
      for (int i = 0; i < BLOCKS; i++) {
        blocks.add(trees.paragraph());
      }
      put(server, Format.PROSEMIRROR);
      int changed = random.nextInt(BLOCKS);
      List<YDoc> people = List.of(copy(2), copy(3));
      for (YDoc person : people) {
        int block = (changed + 1 + random.nextInt(BLOCKS - 1)) % BLOCKS;
        setCaret(person, block);
        type(person, block);
      }
      change(changed);

      YDoc last = copy(4);
      for (YDoc person : people) {
        server.applyUpdate(person.encodeStateAsUpdate());
      }
      for (int i = people.size() - 1; i >= 0; i--) {
        last.applyUpdate(people.get(i).encodeStateAsUpdate());
      }
      check(last);
    }

    /** Puts the document with one block written anew, taken away or with one more before it. */
    private void change(int changed) {
      switch (random.nextInt(3)) {
        case 0 -> blocks.set(changed, trees.paragraph());
        case 1 -> blocks.add(changed, trees.paragraph());
        default -> blocks.remove(changed);
      }
      put(server, format);
    }

    private void check(YDoc last) {
      Element now = TreeReader.read(fragment(server), LIMITS);
      assertThat(TreeReader.read(fragment(last), LIMITS)).as(name).isEqualTo(now);
      assertThat(now.children()).as(name).hasSize(blocks.size());
      String text = Format.TEXT.write(now);
      typed.forEach(words -> assertThat(text).as(name).contains(words));
      carets.forEach(
          (words, caret) -> {
            AbsolutePosition place = Objects.requireNonNull(caret.resolve(server));
            String line = characters((YXmlText) Objects.requireNonNull(place.type()));
            assertThat(line.substring((int) place.index())).as(name).startsWith(words);
          });
    }

    /** Before a word that is the caret's own, at the end of a line. */
    private void setCaret(YDoc person, int block) {
      String words = "caret" + person.clientId();
      YXmlText line = line(person, block);
      line.insert(line.length(), " " + words, Map.of());
      server.applyUpdate(person.encodeStateAsUpdate());
      blocks.clear();
      blocks.addAll(TreeReader.read(fragment(server), LIMITS).children());
      carets.put(words, RelativePosition.of(line, line.length() - words.length()));
    }

    private void type(YDoc person, int block) {
      String words = "typed" + person.clientId() + "; ";
      line(person, block).insert(0, words);
      typed.add(words.strip());
    }

    private YDoc copy(long client) {
      YDoc copy = new YDoc(DocOptions.DEFAULT.withClientId(client));
      copy.applyUpdate(server.encodeStateAsUpdate());
      return copy;
    }

    private void put(YDoc doc, Format as) {
      Element wanted = as.read(as.write(Element.document(blocks)), LIMITS);
      doc.transact(
          editing -> TreeEdit.apply(fragment(doc), wanted, node -> as.seen(node, LIMITS), LIMITS));
    }
  }

  private static String characters(YXmlText line) {
    StringBuilder all = new StringBuilder();
    for (DeltaOp op : line.toDelta()) {
      all.append(op instanceof DeltaOp.Insert insert ? insert.content() : "");
    }
    return all.toString();
  }

  private static YXmlFragment fragment(YDoc doc) {
    return doc.getXmlFragment("default");
  }

  private static YXmlText line(YDoc doc, int block) {
    YXmlFragment paragraph = (YXmlFragment) fragment(doc).children().get(block);
    for (YType child : paragraph.children()) {
      if (child instanceof YXmlText text) {
        return text;
      }
    }
    throw new IllegalStateException("a paragraph without text");
  }
}
