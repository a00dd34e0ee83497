package dev.quire.richtext.yjs;

import dev.quire.crdt.YXmlText;
import dev.quire.richtext.Mark;
import dev.quire.richtext.Marks;
import dev.quire.richtext.Text;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Turns one Yjs text into another by inserting, deleting and formatting no more than differs. */
final class TextEdit {
  private final YXmlText target;
  private final Spans seen;
  private final Spans wanted;

  private TextEdit(YXmlText target, Spans seen, Spans wanted) {
    this.target = target;
    this.seen = seen;
    this.wanted = wanted;
  }

  /**
   * Edits a text.
   *
   * @param present what it holds; null for nothing
   * @param seen what somebody saw who wants the change: where their format can't show a mark, it is
   *     missing here, and the mark stays
   * @param wanted what it shall hold; null for nothing
   */
  static void apply(
      YXmlText target, @Nullable Text present, @Nullable Text seen, @Nullable Text wanted) {
    Spans base = Spans.of(present);
    Spans shown = Spans.of(seen);
    boolean sameCharacters = base.characters.equals(shown.characters);
    new TextEdit(target, sameCharacters ? shown : base, Spans.of(wanted)).run(base.characters);
  }

  private void run(String present) {
    int from = 0;
    int to = 0;
    for (TextDiff.Step step : TextDiff.steps(present, wanted.characters)) {
      if (step instanceof TextDiff.Keep keep) {
        format(from, to, keep.length());
        from += keep.length();
        to += keep.length();
      } else if (step instanceof TextDiff.Remove remove) {
        target.delete(to, remove.length());
        from += remove.length();
      } else if (step instanceof TextDiff.Add add) {
        insert(to, add.text().length());
        to += add.text().length();
      }
    }
  }

  private void insert(int at, int length) {
    int end = at + length;
    for (int start = at; start < end; ) {
      int stop = Math.min(end, wanted.endOfRun(start));
      Map<String, Object> attributes = new LinkedHashMap<>();
      wanted.marksAt(start).byKey().forEach((key, mark) -> attributes.put(key, mark.attributes()));
      target.insert(start, wanted.characters.substring(start, stop), attributes);
      start = stop;
    }
  }

  private void format(int from, int to, int length) {
    int done = 0;
    while (done < length) {
      int stop =
          Math.min(
              length, Math.min(seen.endOfRun(from + done) - from, wanted.endOfRun(to + done) - to));
      Map<String, @Nullable Object> change =
          change(seen.marksAt(from + done), wanted.marksAt(to + done));
      if (!change.isEmpty()) {
        target.format(to + done, stop - done, change);
      }
      done = stop;
    }
  }

  private static Map<String, @Nullable Object> change(Marks before, Marks after) {
    Map<String, @Nullable Object> change = new LinkedHashMap<>();
    if (!before.equals(after)) {
      Set<String> keys = new LinkedHashSet<>(before.byKey().keySet());
      keys.addAll(after.byKey().keySet());
      for (String key : keys) {
        Mark mark = after.byKey().get(key);
        if (mark == null) {
          change.put(key, null);
        } else if (!mark.equals(before.byKey().get(key))) {
          change.put(key, mark.attributes());
        }
      }
    }
    return change;
  }

  /** The runs of a text by index. */
  private static final class Spans {
    private final String characters;
    private final List<Integer> ends = new ArrayList<>();
    private final List<Marks> marks = new ArrayList<>();
    private int run;

    private Spans(String characters) {
      this.characters = characters;
    }

    static Spans of(@Nullable Text text) {
      Spans spans = new Spans(text == null ? "" : text.characters());
      if (text != null) {
        int end = 0;
        for (Text.Run run : text.runs()) {
          end += run.text().length();
          spans.ends.add(end);
          spans.marks.add(run.marks());
        }
      }
      return spans;
    }

    int endOfRun(int index) {
      return ends.get(runAt(index));
    }

    Marks marksAt(int index) {
      return marks.get(runAt(index));
    }

    /** Asked for ascending indices, so it goes on from where it was. */
    private int runAt(int index) {
      while (ends.get(run) <= index) {
        run++;
      }
      return run;
    }
  }
}
