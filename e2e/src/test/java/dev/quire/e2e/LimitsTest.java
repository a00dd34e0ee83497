package dev.quire.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Every limit of what comes from outside is a setting, stands in {@code PROTOCOL.md}, and has a
 * count that a test reads after somebody went over it.
 */
class LimitsTest {
  private static final Pattern RATE =
      Pattern.compile("Rate\\.from\\(\\s*settings,\\s*\"QUIRE_LIMIT_([A-Z_]+)\"");
  private static final Pattern SETTING = Pattern.compile("\"QUIRE_LIMIT_([A-Z_]+)\"");

  /** The services that strangers speak to, and where they are counted. */
  private static final List<String> SERVICES =
      List.of("edge-proxy", "auth-service", "presence-service", "doc-service");

  /** Settings that say how another limit works, and what counts for both. */
  private static final Map<String, String> PART_OF =
      Map.of(
          "PING_MILLIS", "missed_pings",
          "UPDATE_FRAMES_BURST", "update_frames_per_second");

  /** What an owner bounds, and the edge tells and counts. */
  private static final String OF_OWNERS = "DOCUMENT_BYTES";

  @Test
  void eachIsDescribed() {
    String protocol = read(Repository.file("PROTOCOL.md"));
    assertThat(limits().keySet())
        .hasSizeGreaterThan(50)
        .allSatisfy(
            name ->
                assertThat(protocol)
                    .as("a row for %s in PROTOCOL.md's tables of limits", name)
                    .contains("`" + name));
  }

  @Test
  void eachHasACountThatATestReads() {
    String tests =
        SERVICES.stream().map(service -> sources(service, "test")).collect(Collectors.joining());
    assertThat(limits())
        .allSatisfy(
            (name, count) ->
                assertThat(tests)
                    .as("a test that goes over %s and reads the count %s", name, count)
                    .contains("\"" + count + "\""));
  }

  /** Each setting's name without its beginning, and what counts how often it was reached. */
  private static Map<String, String> limits() {
    Map<String, String> limits = new TreeMap<>();
    for (String service : SERVICES) {
      String code = sources(service, "main");
      for (Matcher each = SETTING.matcher(code); each.find(); ) {
        String name = each.group(1);
        limits.put(name, PART_OF.getOrDefault(name, name.toLowerCase(Locale.ROOT)));
      }
      for (Matcher each = RATE.matcher(code); each.find(); ) {
        limits.put(each.group(1), each.group(1).toLowerCase(Locale.ROOT) + "_per_second");
      }
    }
    limits.put(OF_OWNERS, OF_OWNERS.toLowerCase(Locale.ROOT));
    return limits;
  }

  private static String sources(String service, String kind) {
    try (Stream<Path> files = Files.walk(Repository.file(service + "/src/" + kind + "/java"))) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .map(LimitsTest::read)
          .collect(Collectors.joining("\n"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
