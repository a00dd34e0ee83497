package dev.quire.bench.crdt;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * B3 of the crdt-benchmarks suite: 20·√n writers make one edit each without seeing the others'; one
 * of them takes all of them in one transaction.
 */
final class ManyWriterCases {
  private static final long FIRST_CLIENT = 0x5eed0000L;

  private ManyWriterCases() {}

  static void addTo(Map<String, Case.Factory> cases) {
    cases.put("B3.1 set a number in a map", maps((i, writers) -> (long) i));
    cases.put("B3.2 set an object in a map", maps((i, writers) -> person(String.valueOf(i))));
    cases.put(
        "B3.3 set a string in a map", maps((i, writers) -> String.valueOf(i).repeat(writers)));
    cases.put(
        "B3.4 insert into an array",
        manyWriters(
            (replica, i, writers) -> replica.insertArray(0, List.of(String.valueOf(i))),
            Replica::readArray));
    cases.put(
        "B3.5 insert into a text",
        manyWriters(
            (replica, i, writers) -> replica.insertText(0, String.valueOf(i)), Replica::readText));
  }

  private static Map<String, String> person(String name) {
    Map<String, String> person = new LinkedHashMap<>();
    person.put("address", "here");
    person.put("name", name);
    return person;
  }

  @FunctionalInterface
  private interface Edit {
    void on(Replica replica, int writer, int writers);
  }

  @FunctionalInterface
  private interface Value {
    Object of(int writer, int writers);
  }

  private static Case.Factory maps(Value value) {
    return manyWriters(
        (replica, i, writers) -> replica.setMap("v", value.of(i, writers)), Replica::readMap);
  }

  private static Case.Factory manyWriters(Edit edit, Function<Replica, Object> read) {
    return setting -> {
      int writers = (int) Math.floor(Math.sqrt(setting.n())) * 20;
      List<byte[]> updates = new ArrayList<>(writers);
      for (int i = 0; i < writers; i++) {
        edit.on(new Replica(FIRST_CLIENT + i, updates::add), i, writers);
      }
      ParsedDocument parsed =
          new ParsedDocument(
              () -> {
                Replica replica = second(edit, writers);
                replica.applyAll(updates);
                return replica.encode();
              },
              read);
      return Case.of(
          it -> {
            Replica replica = second(edit, writers);
            Object content =
                it.time(
                    "time",
                    () -> {
                      replica.applyAll(updates);
                      return read.apply(replica);
                    });
            it.add("updateSize", updates.stream().mapToInt(update -> update.length).sum());
            byte[] state = it.timeOften("encodeTime", replica::encode);
            it.prove("content", () -> content);
            parsed.measure(it, state);
          },
          parsed::hold);
    };
  }

  private static Replica second(Edit edit, int writers) {
    Replica replica = new Replica(FIRST_CLIENT + 1);
    edit.on(replica, 1, writers);
    return replica;
  }
}
