package dev.quire.doc.rest;

import dev.quire.crdt.DocOptions;
import dev.quire.crdt.NewType;
import dev.quire.crdt.YDoc;
import dev.quire.crdt.YXmlElement;
import dev.quire.crdt.YXmlFragment;
import dev.quire.crdt.YXmlText;
import dev.quire.crdt.event.Subscription;
import dev.quire.wire.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Updates of three people who edit one document, not always knowing each other's latest. */
final class RandomEdits {
  private final Random random;
  private final List<YDoc> people = new ArrayList<>();
  private final List<Bytes> made = new ArrayList<>();

  private RandomEdits(Random random) {
    this.random = random;
    for (int i = 0; i < 3; i++) {
      people.add(new YDoc(DocOptions.DEFAULT.withClientId(100 + i)));
    }
  }

  /** Each is new; some come before one that they need, which follows at once. */
  static List<Bytes> of(Random random, int updates) {
    RandomEdits edits = new RandomEdits(random);
    while (edits.made.size() < updates) {
      edits.edit();
    }
    for (int i = 1; i + 1 < updates; i++) {
      if (random.nextInt(15) == 0) {
        edits.made.add(i, edits.made.remove(i + 1));
      }
    }
    return List.copyOf(edits.made);
  }

  private void edit() {
    YDoc person = people.get(random.nextInt(3));
    if (random.nextInt(4) == 0) {
      YDoc other = people.get(random.nextInt(3));
      person.applyUpdate(other.encodeStateAsUpdate(person.stateVector()));
    }
    List<byte[]> updates = new ArrayList<>(1);
    Subscription listening = person.onUpdate(event -> updates.add(event.update()));
    person.transact(change -> edit(person.getXmlFragment("default"), person));
    listening.close();
    updates.forEach(update -> made.add(Bytes.of(update)));
  }

  private void edit(YXmlFragment fragment, YDoc person) {
    if (fragment.length() == 0 || random.nextInt(12) == 0) {
      YXmlElement paragraph =
          fragment.create(random.nextInt(children(fragment) + 1), NewType.xmlElement("paragraph"));
      paragraph.append(NewType.xmlText());
    } else if (fragment.length() > 1 && random.nextInt(30) == 0) {
      fragment.delete(random.nextInt(children(fragment)), 1);
    } else if (random.nextInt(10) == 0) {
      person.getMap("other").set("key" + random.nextInt(3), random.nextInt(1_000));
    } else {
      Object paragraph = fragment.get(random.nextInt(children(fragment)));
      Object child = paragraph instanceof YXmlElement element ? element.get(0) : null;
      if (child instanceof YXmlText line) {
        write(line);
      }
    }
  }

  private void write(YXmlText line) {
    int length = Math.toIntExact(line.length());
    if (length > 4 && random.nextInt(3) == 0) {
      int at = random.nextInt(length - 2);
      line.delete(at, 1 + random.nextInt(Math.min(8, length - at)));
    } else {
      Map<String, Object> marks = random.nextInt(5) == 0 ? Map.of("bold", Map.of()) : Map.of();
      line.insert(random.nextInt(length + 1), "word" + random.nextInt(90) + " ", marks);
    }
  }

  private static int children(YXmlFragment fragment) {
    return Math.toIntExact(fragment.length());
  }
}
