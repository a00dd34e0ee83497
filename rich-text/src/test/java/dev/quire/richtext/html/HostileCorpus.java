package dev.quire.richtext.html;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Texts that mean harm: markup, addresses and names, a few hundred of each kind that is known. The
 * browser's tests ({@code e2e/browser}) read the same files.
 */
final class HostileCorpus {
  private static final Pattern ESCAPE = Pattern.compile("\\\\u\\{([0-9a-f]+)}");

  private HostileCorpus() {}

  static List<String> markup() {
    return read("markup");
  }

  static List<String> addresses() {
    return read("addresses");
  }

  static List<String> all() {
    return Stream.of("markup", "addresses", "names").flatMap(name -> read(name).stream()).toList();
  }

  private static List<String> read(String name) {
    try (InputStream file =
        HostileCorpus.class.getResourceAsStream("/dev/quire/richtext/hostile/" + name + ".txt")) {
      String text = new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
      return text.lines()
          .filter(line -> !line.isEmpty() && !line.startsWith("== "))
          .map(HostileCorpus::unescaped)
          .toList();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static String unescaped(String line) {
    return ESCAPE
        .matcher(line)
        .replaceAll(
            escape ->
                java.util.regex.Matcher.quoteReplacement(
                    Character.toString(Integer.parseInt(escape.group(1), 16))));
  }
}
