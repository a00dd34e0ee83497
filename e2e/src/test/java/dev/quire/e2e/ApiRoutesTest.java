package dev.quire.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The routes in code and the operations that {@code openapi.json} describes are the same. */
class ApiRoutesTest {
  private static final String FILE =
      "edge-proxy/src/main/resources/dev/quire/edge/http/openapi.json";

  private static final Pattern ROUTE =
      Pattern.compile("\\.route\\(\\s*\"([A-Z]+)\",\\s*([^,]+?),", Pattern.DOTALL);
  private static final Pattern ANY_ROUTE = Pattern.compile("\\.route\\(");
  private static final Pattern TEXT = Pattern.compile("String\\s+(\\w+)\\s*=\\s*\"([^\"]*)\";");

  @Test
  void everyRouteInCodeIsDescribed() {
    SortedSet<String> missing = inCode();
    missing.removeAll(described());
    assertThat(missing)
        .withFailMessage(
            """
            These routes are not in %s:
              %s
            Add under "paths" an operation for each, with the path as it stands in the code:
              "/api/v1/…": {"get": {"operationId": "…", "tags": ["…"], "summary": "One sentence.",
                "parameters": […], "requestBody": {… with an "example"}, "responses": {"200": {…}}}}
            (the operation beside it is a good one to copy; "x-how-to-change" in the file says more),
            and replay it in e2e/node/test/openapi.test.mjs: await replay('<operationId>', {…}).""",
            FILE, String.join("\n  ", missing))
        .isEmpty();
  }

  @Test
  void everyDescribedOperationIsThere() {
    SortedSet<String> gone = described();
    gone.removeAll(inCode());
    assertThat(gone)
        .withFailMessage(
            "%s describes what no RestRouter answers. Take it out, or mend its path:\n  %s",
            FILE, String.join("\n  ", gone))
        .isEmpty();
  }

  private static SortedSet<String> described() {
    JsonObject paths = new JsonObject(read(Repository.file(FILE))).getJsonObject("paths");
    return paths.fieldNames().stream()
        .flatMap(
            path ->
                paths.getJsonObject(path).fieldNames().stream()
                    .map(method -> method.toUpperCase(Locale.ROOT) + " " + path))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static SortedSet<String> inCode() {
    TreeSet<String> routes = new TreeSet<>();
    for (Path source : sources()) {
      String code = read(source);
      if (code.contains("RestRouter") && !source.endsWith("RestRouter.java")) {
        routes.addAll(routes(source, code));
      }
    }
    assertThat(routes).as("routes found in the sources").hasSizeGreaterThan(30);
    return routes;
  }

  private static List<String> routes(Path source, String code) {
    Map<String, String> texts = new HashMap<>();
    TEXT.matcher(code).results().forEach(text -> texts.put(text.group(1), text.group(2)));
    if (source.endsWith("ApiFiles.java")) {
      return List.of();
    }
    Matcher all = ANY_ROUTE.matcher(code);
    List<String> routes =
        ROUTE
            .matcher(code)
            .results()
            .map(found -> found.group(1) + " " + value(source, found.group(2), texts))
            .toList();
    assertThat(routes)
        .as("%s: a route is written .route(\"GET\", <its path>, …)", source)
        .hasSize((int) all.results().count());
    return routes;
  }

  /** Texts and names of texts of the same file, put together. */
  private static String value(Path source, String expression, Map<String, String> texts) {
    StringBuilder value = new StringBuilder();
    for (String part : expression.split("\\+", -1)) {
      String term = part.strip();
      String text = term.startsWith("\"") ? term.substring(1, term.length() - 1) : texts.get(term);
      assertThat(text)
          .as("%s: the path %s is made of texts of the same file", source, expression)
          .isNotNull();
      value.append(text);
    }
    return value.toString();
  }

  private static List<Path> sources() {
    try (Stream<Path> modules = Files.list(Repository.ROOT)) {
      return modules
          .map(module -> module.resolve("src/main/java"))
          .filter(Files::isDirectory)
          .flatMap(ApiRoutesTest::javaFiles)
          .toList();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static Stream<Path> javaFiles(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
