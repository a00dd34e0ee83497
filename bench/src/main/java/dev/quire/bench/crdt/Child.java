package dev.quire.bench.crdt;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.quire.crdt.lib0.Json;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One case in a process of its own: {@code node/crdt/child.mjs} in Java. Takes what to do as one
 * JSON argument; reads steps from its input, a line each, and answers each by a line of JSON.
 */
public final class Child {
  private static final Map<String, Object> ABSENT = Map.of("absent", true);

  private final Map<?, ?> task;
  private final @Nullable Case measured;
  private final Measurement measurement = new Measurement();

  private Child(Map<?, ?> task) {
    this.task = task;
    Case.Factory factory = Cases.byName().get(text(task, "case"));
    this.measured = factory == null ? null : factory.in(setting(task));
  }

  private static Setting setting(Map<?, ?> task) {
    return new Setting(
        Path.of(text(task, "folder")),
        Path.of(text(task, "traces")),
        (int) number(task, "n"),
        (int) number(task, "seed"));
  }

  /** Does the steps of the case that the argument names, until there are no more. */
  public static void main(String[] arguments) throws IOException {
    if (!(Json.parse(arguments[0]) instanceof Map<?, ?> task)) {
      throw new IllegalArgumentException("the task is no object");
    }
    Child child = new Child(task);
    PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, UTF_8);
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in, UTF_8));
    for (String step = in.readLine(); step != null; step = in.readLine()) {
      out.println(Json.print(child.answer(step)));
    }
  }

  private Map<String, Object> answer(String step) {
    Map<String, Object> answer =
        new LinkedHashMap<>(measured == null ? ABSENT : run(step, measured));
    ProcessHandle.current()
        .info()
        .totalCpuDuration()
        .map(Duration::toMillis)
        .ifPresent(ms -> answer.put("cpu", ms / 1000.0));
    return answer;
  }

  private Map<String, Object> run(String step, Case measured) {
    return switch (step) {
      case "warm" -> measurement.warm(measured.iteration(), number(task, "warm"), measured.once());
      case "measure" -> measurement.measure(measured.iteration(), number(task, "measure"));
      case "memory" ->
          measured.held() == null
              ? Map.of()
              : Map.of("memory", RetainedHeap.of(measured.held(), measured.copies()));
      default -> throw new IllegalArgumentException("no step " + step);
    };
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
