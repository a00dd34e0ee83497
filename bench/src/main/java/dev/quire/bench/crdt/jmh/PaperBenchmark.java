package dev.quire.bench.crdt.jmh;

import dev.quire.bench.crdt.Traces;
import dev.quire.crdt.YDoc;
import dev.quire.crdt.id.StateVector;
import dev.quire.crdt.update.Updates;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What a server does with the updates of a keystroke trace. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class PaperBenchmark {
  private static final int KNOWN = 1_000;

  /** By one author, or by two at a time. */
  @Param({Traces.PAPER, Traces.FRIENDS})
  String trace = Traces.PAPER;

  private List<byte[]> updates = List.of();
  private byte[] state = {};
  private YDoc loaded = new YDoc();
  private StateVector known = StateVector.EMPTY;

  /** Reads the trace. */
  @Setup
  public void read() {
    Traces.Updates recorded =
        Traces.updates(Path.of(System.getProperty("quire.bench.data")), trace);
    updates = recorded.updates();
    state = recorded.state();
    loaded = load();
    YDoc beginning = new YDoc();
    updates.subList(0, KNOWN).forEach(beginning::applyUpdate);
    known = beginning.stateVector();
  }

  /** All updates, one by one. */
  @Benchmark
  public YDoc apply() {
    YDoc doc = new YDoc();
    for (byte[] update : updates) {
      doc.applyUpdate(update);
    }
    return doc;
  }

  /** The document from its encoded state. */
  @Benchmark
  public YDoc load() {
    YDoc doc = new YDoc();
    doc.applyUpdate(state);
    return doc;
  }

  /** The text of a loaded document. */
  @Benchmark
  public String readText() {
    return loaded.getText("text").toString();
  }

  /** The loaded document as an update. */
  @Benchmark
  public byte[] encode() {
    return loaded.encodeStateAsUpdate();
  }

  /** One update of ten thousand. */
  @Benchmark
  public byte[] mergeTenThousand() {
    return Updates.merge(updates.subList(0, 10_000));
  }

  /** One update of all of them. */
  @Benchmark
  public byte[] mergeAll() {
    return Updates.merge(updates);
  }

  /** What is missing of the state after the first thousand updates. */
  @Benchmark
  public byte[] diff() {
    return Updates.diff(state, known);
  }

  /** How far the state goes. */
  @Benchmark
  public StateVector stateVector() {
    return Updates.stateVector(state);
  }
}
