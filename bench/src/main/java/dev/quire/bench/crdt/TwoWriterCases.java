package dev.quire.bench.crdt;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/**
 * B2 of the crdt-benchmarks suite: two writers begin with the same text, edit it in a transaction
 * each without seeing the other's, and exchange their updates.
 */
final class TwoWriterCases {
  private static final long ONE = 0x5eed0001L;
  private static final long TWO = 0x5eed0002L;
  private static final int FIRST_LENGTH = 100;

  private TwoWriterCases() {}

  static void addTo(Map<String, Case.Factory> cases) {
    cases.put(
        "B2.1 one long string each, at 0",
        twoWriters((random, n) -> List.of(new TextEdit.Insert(0, random.word(n, n)))));
    cases.put(
        "B2.2 characters at random",
        twoWriters((random, n) -> TextEdit.inserts(random, n, FIRST_LENGTH, 1, 1)));
    cases.put(
        "B2.3 words at random",
        twoWriters((random, n) -> TextEdit.inserts(random, n, FIRST_LENGTH, 3, 9)));
    cases.put("B2.4 insert and delete at random", twoWriters(TwoWriterCases::insertsAndDeletes));
  }

  private static List<TextEdit> insertsAndDeletes(SeededRandom random, int n) {
    List<TextEdit> edits = new ArrayList<>(2 * n);
    int length = FIRST_LENGTH;
    for (int i = 0; i < n; i++) {
      String word = random.word(3, 9);
      edits.add(new TextEdit.Insert(random.between(0, length), word));
      length = TextEdit.insertOrDelete(random, length + word.length(), edits);
    }
    return edits;
  }

  private static Case.Factory twoWriters(BiFunction<SeededRandom, Integer, List<TextEdit>> plan) {
    return setting -> {
      SeededRandom random = new SeededRandom(setting.seed());
      String beginning = random.word(FIRST_LENGTH, FIRST_LENGTH);
      List<TextEdit> first = plan.apply(random, setting.n());
      List<TextEdit> second = plan.apply(random, setting.n());
      ParsedDocument parsed =
          new ParsedDocument(
              () -> {
                Pair pair = new Pair(beginning);
                pair.edit(first, second);
                return pair.one.encode();
              },
              Replica::readText);
      return Case.of(
          it -> {
            Pair pair = new Pair(beginning);
            List<String> texts = it.time("time", () -> pair.edit(first, second));
            it.add("updateSize", pair.updateBytes() / 2.0);
            byte[] state = it.timeOften("encodeTime", pair.one::encode);
            it.prove("one", () -> texts.get(0));
            it.prove("two", () -> texts.get(1));
            parsed.measure(it, state);
          },
          parsed::hold);
    };
  }

  private static final class Pair {
    private final List<byte[]> ofOne = new ArrayList<>();
    private final List<byte[]> ofTwo = new ArrayList<>();
    private final Replica one = new Replica(ONE, ofOne::add);
    private final Replica two = new Replica(TWO, ofTwo::add);

    Pair(String beginning) {
      one.insertText(0, beginning);
      two.apply(ofOne.remove(0));
    }

    List<String> edit(List<TextEdit> first, List<TextEdit> second) {
      one.transact(() -> first.forEach(edit -> edit.on(one)));
      two.transact(() -> second.forEach(edit -> edit.on(two)));
      ofTwo.forEach(one::apply);
      ofOne.forEach(two::apply);
      return List.of(one.readText(), two.readText());
    }

    long updateBytes() {
      return Stream.concat(ofOne.stream(), ofTwo.stream()).mapToLong(update -> update.length).sum();
    }
  }
}
