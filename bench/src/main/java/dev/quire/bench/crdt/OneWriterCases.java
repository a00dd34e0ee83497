package dev.quire.bench.crdt;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Function;

/** B1 of the crdt-benchmarks suite: one writer, whose updates a second document takes. */
final class OneWriterCases {
  private static final long WRITER = 0x5eed0001L;
  private static final long READER = 0x5eed0002L;
  private static final int GREATEST = 0x7ffffffe;

  private OneWriterCases() {}

  static void addTo(Map<String, Case.Factory> cases) {
    cases.put("B1.1 append characters", texts((random, n) -> characters(random, n, true)));
    cases.put(
        "B1.2 insert one long string",
        texts((random, n) -> List.of(new TextEdit.Insert(0, random.word(n, n)))));
    cases.put("B1.3 prepend characters", texts((random, n) -> characters(random, n, false)));
    cases.put(
        "B1.4 characters at random", texts((random, n) -> TextEdit.inserts(random, n, 0, 1, 1)));
    cases.put("B1.5 words at random", texts((random, n) -> TextEdit.inserts(random, n, 0, 2, 10)));
    cases.put(
        "B1.6 insert, then delete all",
        texts(
            (random, n) ->
                List.of(new TextEdit.Insert(0, random.word(n, n)), new TextEdit.Delete(0, n))));
    cases.put("B1.7 insert and delete at random", texts(OneWriterCases::insertsAndDeletes));
    cases.put("B1.8 append numbers", arrays((random, n) -> numbers(random, n, Place.END)));
    cases.put(
        "B1.9 insert one long array",
        arrays(
            (random, n) -> {
              List<Long> values = new ArrayList<>(n);
              for (int i = 0; i < n; i++) {
                values.add(number(random));
              }
              return List.of(new ArrayInsert(0, values));
            }));
    cases.put("B1.10 prepend numbers", arrays((random, n) -> numbers(random, n, Place.BEGINNING)));
    cases.put("B1.11 numbers at random", arrays((random, n) -> numbers(random, n, Place.ANYWHERE)));
  }

  private static Case.Factory texts(BiFunction<SeededRandom, Integer, List<TextEdit>> plan) {
    return oneWriter(plan, (edit, replica) -> edit.on(replica), Replica::readText);
  }

  private record ArrayInsert(int index, List<Long> values) {}

  private static Case.Factory arrays(BiFunction<SeededRandom, Integer, List<ArrayInsert>> plan) {
    return oneWriter(
        plan, (edit, replica) -> replica.insertArray(edit.index, edit.values), Replica::readArray);
  }

  private static <E> Case.Factory oneWriter(
      BiFunction<SeededRandom, Integer, List<E>> plan,
      BiConsumer<E, Replica> edit,
      Function<Replica, Object> read) {
    return setting -> {
      List<E> edits = plan.apply(new SeededRandom(setting.seed()), setting.n());
      ParsedDocument parsed =
          new ParsedDocument(() -> write(edits, edit, new ArrayList<>()).encode(), read);
      return Case.of(it -> iterate(it, edits, edit, read, parsed), parsed::hold);
    };
  }

  private static <E> Replica write(
      List<E> edits, BiConsumer<E, Replica> edit, List<byte[]> updates) {
    Replica writer = new Replica(WRITER, updates::add);
    edits.forEach(one -> edit.accept(one, writer));
    return writer;
  }

  private record Outcome(Replica writer, Object written, Object received) {}

  private static <E> void iterate(
      Measurement it,
      List<E> edits,
      BiConsumer<E, Replica> edit,
      Function<Replica, Object> read,
      ParsedDocument parsed) {
    List<byte[]> updates = new ArrayList<>();
    Replica reader = new Replica(READER);
    Outcome outcome =
        it.time(
            "time",
            () -> {
              Replica writer = write(edits, edit, updates);
              updates.forEach(reader::apply);
              return new Outcome(writer, read.apply(writer), read.apply(reader));
            });
    it.add(
        "avgUpdateSize",
        updates.stream().mapToInt(update -> update.length).sum() / (double) edits.size());
    byte[] state = it.timeOften("encodeTime", outcome.writer::encode);
    it.prove("written", outcome::written);
    it.prove("received", outcome::received);
    parsed.measure(it, state);
  }

  private static List<TextEdit> characters(SeededRandom random, int n, boolean append) {
    String characters = random.word(n, n);
    List<TextEdit> edits = new ArrayList<>(n);
    for (int i = 0; i < n; i++) {
      edits.add(new TextEdit.Insert(append ? i : 0, characters.substring(i, i + 1)));
    }
    return edits;
  }

  private static List<TextEdit> insertsAndDeletes(SeededRandom random, int n) {
    List<TextEdit> edits = new ArrayList<>(n);
    int length = 0;
    for (int i = 0; i < n; i++) {
      length = TextEdit.insertOrDelete(random, length, edits);
    }
    return edits;
  }

  private enum Place {
    BEGINNING,
    END,
    ANYWHERE
  }

  private static List<ArrayInsert> numbers(SeededRandom random, int n, Place place) {
    List<ArrayInsert> edits = new ArrayList<>(n);
    for (int i = 0; i < n; i++) {
      int index =
          switch (place) {
            case BEGINNING -> 0;
            case END -> i;
            case ANYWHERE -> random.between(0, i);
          };
      edits.add(new ArrayInsert(index, List.of(number(random))));
    }
    return edits;
  }

  private static long number(SeededRandom random) {
    return random.between(0, GREATEST);
  }
}
