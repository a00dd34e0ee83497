package dev.quire.bench.crdt;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * B4 of the crdt-benchmarks suite: the keystrokes of a paper, done locally one by one; and a
 * hundred times over, each time before what is there already.
 */
final class EditingTraceCases {
  private static final long WRITER = 0x5eed0001L;
  private static final int MANY = 100;

  private EditingTraceCases() {}

  static void addTo(Map<String, Case.Factory> cases) {
    cases.put("B4 editing trace", editing(1));
    cases.put("B4x100 editing trace, 100 times", editing(MANY));
  }

  private static Case.Factory editing(int times) {
    return setting -> {
      Editing editing =
          new Editing(
              Traces.keystrokes(setting.traces(), Traces.PAPER),
              times,
              Traces.endOf(setting.traces(), Traces.PAPER).repeat(times));
      return new Case(editing::iterate, editing::hold, times > 1 ? 1 : Case.COPIES, times > 1);
    };
  }

  private static final class Editing {
    private final List<Traces.Keystroke> keystrokes;
    private final int times;
    private final String end;
    private final ParsedDocument parsed = new ParsedDocument(this::last, Replica::readText);
    private byte[] last = {};
    private long updateBytes;

    Editing(List<Traces.Keystroke> keystrokes, int times, String end) {
      this.keystrokes = keystrokes;
      this.times = times;
      this.end = end;
    }

    private byte[] last() {
      return last;
    }

    Object hold() {
      return parsed.hold();
    }

    void iterate(Measurement it) {
      updateBytes = 0;
      Written written = it.time("time", () -> write(update -> updateBytes += update.length));
      if (!written.text.equals(end)) {
        throw new IllegalStateException("another text came out");
      }
      it.add("updateSize", (double) updateBytes);
      last = it.timeOften("encodeTime", written.replica::encode);
      it.prove("content", written::text);
      parsed.measure(it, last);
    }

    private record Written(Replica replica, String text) {}

    private Written write(Consumer<byte[]> onUpdate) {
      Replica replica = new Replica(WRITER, onUpdate);
      for (int i = 0; i < times; i++) {
        for (Traces.Keystroke stroke : keystrokes) {
          if (stroke.removed() > 0) {
            replica.deleteText(stroke.index(), stroke.removed());
          }
          if (!stroke.inserted().isEmpty()) {
            replica.insertText(stroke.index(), stroke.inserted());
          }
        }
      }
      return new Written(replica, replica.readText());
    }
  }
}
