package dev.quire.bench.crdt;

import dev.quire.crdt.lib0.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * One case in a process of its own: {@code node/crdt/child.mjs} in Java. Takes what to do as one
 * JSON argument, and writes the result to a file as JSON.
 */
public final class Child {
  private Child() {}

  /** Runs the case that the argument names. */
  public static void main(String[] arguments) throws IOException {
    if (!(Json.parse(arguments[0]) instanceof Map<?, ?> task)) {
      throw new IllegalArgumentException("the task is no object");
    }
    Case.Factory factory = Cases.byName().get(text(task, "case"));
    Map<String, Object> result = factory == null ? Map.of("absent", true) : measure(factory, task);
    Files.writeString(Path.of(text(task, "out")), Json.print(result));
  }

  private static Map<String, Object> measure(Case.Factory factory, Map<?, ?> task) {
    Case measured =
        factory.in(
            new Setting(
                Path.of(text(task, "folder")),
                Path.of(text(task, "traces")),
                (int) number(task, "n"),
                (int) number(task, "seed")));
    Measurement measurement = new Measurement();
    measurement.repeat(
        measured.iteration(), number(task, "warm"), number(task, "measure"), measured.once());
    Map<String, Object> result = measurement.result();
    if (measured.held() != null) {
      result.put("memory", RetainedHeap.of(measured.held(), measured.copies()));
    }
    ProcessHandle.current()
        .info()
        .totalCpuDuration()
        .map(Duration::toMillis)
        .ifPresent(ms -> result.put("cpu", ms / 1000.0));
    return result;
  }

  private static String text(Map<?, ?> task, String name) {
    if (task.get(name) instanceof String text) {
      return text;
    }
    throw new IllegalArgumentException("no " + name);
  }

  private static double number(Map<?, ?> task, String name) {
    if (task.get(name) instanceof Number number) {
      return number.doubleValue();
    }
    throw new IllegalArgumentException("no " + name);
  }
}
