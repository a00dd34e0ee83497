package dev.quire.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;

/** What a process last complained of: for whoever has only a test's message to go by. */
final class Complaints {
  private static final int LINES = 4;
  private static final int LINE_LENGTH = 300;

  private Complaints() {}

  /** The last warnings and errors in that log, the newest last. */
  static List<String> in(Path log) {
    Deque<String> last = new ArrayDeque<>();
    try (Stream<String> lines = Files.lines(log)) {
      lines
          .filter(line -> line.contains(" WARN ") || line.contains(" ERROR "))
          .forEach(
              line -> {
                last.add(line.substring(0, Math.min(line.length(), LINE_LENGTH)));
                if (last.size() > LINES) {
                  last.remove();
                }
              });
    } catch (IOException e) {
      return List.of(e.toString());
    }
    return List.copyOf(last);
  }
}
