package dev.quire.bench.crdt.jmh;

import dev.quire.bench.crdt.Traces;
import dev.quire.crdt.DocOptions;
import dev.quire.crdt.YDoc;
import dev.quire.crdt.YText;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** A keystroke trace done by local edits. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class EditingBenchmark {
  private List<Traces.Keystroke> keystrokes = List.of();

  /** Reads the trace. */
  @Setup
  public void read() {
    keystrokes = Traces.keystrokes(Path.of(System.getProperty("quire.bench.traces")), Traces.PAPER);
  }

  /** Each keystroke a transaction. */
  @Benchmark
  public YDoc keystrokeByKeystroke() {
    YDoc doc = document();
    edit(doc.getText("text"));
    return doc;
  }

  /** All keystrokes in one transaction. */
  @Benchmark
  public YDoc inOneTransaction() {
    YDoc doc = document();
    doc.transact(transaction -> edit(doc.getText("text")));
    return doc;
  }

  private static YDoc document() {
    return new YDoc(DocOptions.DEFAULT.withClientId(1001));
  }

  private void edit(YText text) {
    for (Traces.Keystroke stroke : keystrokes) {
      if (stroke.removed() > 0) {
        text.delete(stroke.index(), stroke.removed());
      }
      if (!stroke.inserted().isEmpty()) {
        text.insert(stroke.index(), stroke.inserted());
      }
    }
  }
}
