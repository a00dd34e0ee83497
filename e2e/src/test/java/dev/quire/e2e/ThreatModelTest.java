package dev.quire.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Each threat of {@code docs/threat-model.md} names a test, and each test that it names is there.
 */
class ThreatModelTest {
  private static final Pattern ROW = Pattern.compile("\\| (T\\d+) \\|.*\\| ([^|]*) \\|");

  /** A class, a method of it or of the class before, by its beginning where it ends in dots. */
  private static final Pattern NAMED = Pattern.compile("`([A-Z]\\w*Test)?(?:\\.(\\w+)(…)?)?`");

  @Test
  void everyTestThatItNamesIsThere() throws IOException {
    Map<String, String> tests = testClasses();
    List<String> missing = new ArrayList<>();
    int rows = 0;
    for (String line : Files.readAllLines(Repository.file("docs/threat-model.md"))) {
      Matcher row = ROW.matcher(line);
      if (row.matches()) {
        rows++;
        missingIn(row.group(2), tests).ifPresent(what -> missing.add(row.group(1) + ": " + what));
      }
    }
    assertThat(rows).isGreaterThan(30);
    assertThat(missing).isEmpty();
  }

  private static Optional<String> missingIn(String column, Map<String, String> tests) {
    String test = "";
    for (Matcher named = NAMED.matcher(column); named.find(); ) {
      if (named.group(1) != null) {
        test = named.group(1);
      }
      String source = tests.get(test);
      String method = named.group(2);
      if (source == null) {
        return Optional.of("no test " + test);
      }
      String end = named.group(3) == null ? "(" : "";
      if (method != null && !source.contains("void " + method + end)) {
        return Optional.of("no test " + test + "." + method);
      }
    }
    boolean namesOne = column.contains("`") || column.contains("manifests test");
    return namesOne ? Optional.empty() : Optional.of("names no test");
  }

  /** By their simple names; what several of one name have in them is put together. */
  private static Map<String, String> testClasses() throws IOException {
    Map<String, String> classes = new HashMap<>();
    try (DirectoryStream<Path> modules = Files.newDirectoryStream(Repository.ROOT)) {
      for (Path module : modules) {
        Path tests = module.resolve("src/test/java");
        if (Files.isDirectory(tests)) {
          addTo(classes, tests);
        }
      }
    }
    return classes;
  }

  private static void addTo(Map<String, String> classes, Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(each -> each.toString().endsWith("Test.java")).toList()) {
        String name = file.getFileName().toString();
        classes.merge(
            name.substring(0, name.length() - ".java".length()),
            Files.readString(file),
            String::concat);
      }
    }
  }
}
