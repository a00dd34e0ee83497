package dev.quire.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quire.standalone.QuireProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What can be said of the image without building it. */
class ImageTest {
  private static final Pattern STAGE = Pattern.compile("FROM (\\S+)(?: AS (\\S+))?");
  private static final Pattern COPY = Pattern.compile("COPY (?:--from=(\\S+) )?(.+) (\\S+)");

  /** What a stage makes, which no file in the repository shows. */
  private static final List<String> MADE =
      List.of("/runtime", "/quire/standalone/target", "/editor/dist");

  private final List<String> instructions = instructions();

  @Test
  void everyFileThatIsCopiedIsThereAndNotLeftOut() throws IOException {
    List<PathMatcher> ignored = ignored();
    for (Matcher copy : copies()) {
      if (copy.group(1) != null) {
        continue;
      }
      for (String source : copy.group(2).split(" ", -1)) {
        Path path = Path.of(source).normalize();
        assertThat(Repository.file(source)).as(source).exists();
        assertThat(ignored).as(source).noneMatch(each -> each.matches(path));
      }
    }
  }

  @Test
  void whatComesFromAnotherStageIsMadeThere() {
    List<String> stages = new ArrayList<>();
    for (String instruction : instructions) {
      Matcher stage = STAGE.matcher(instruction);
      Matcher copy = COPY.matcher(instruction);
      if (stage.matches()) {
        stages.add(String.valueOf(stage.group(2)));
      } else if (copy.matches() && copy.group(1) != null) {
        assertThat(stages.subList(0, stages.size() - 1)).contains(copy.group(1));
        assertThat(MADE).anyMatch(made -> copy.group(2).startsWith(made));
      }
    }
    assertThat(stages).hasSize(3);
  }

  @Test
  void theJarIsTheOneThatTheLauncherStarts() throws IOException {
    Matcher jar =
        Pattern.compile("standalone/target/quire-standalone-\\S+\\.jar")
            .matcher(Files.readString(Repository.file("scripts/launch")));
    assertThat(jar.find()).isTrue();
    assertThat(copies()).anyMatch(copy -> copy.group(2).endsWith("/" + jar.group()));
  }

  @Test
  void basesHaveATagAndNameNoHost() {
    for (String instruction : instructions) {
      Matcher stage = STAGE.matcher(instruction);
      if (stage.matches()) {
        assertThat(stage.group(1)).matches("[a-z]+:[a-z0-9.-]+").doesNotEndWith(":latest");
      }
    }
  }

  @Test
  void itRunsAsNobodyAndAsTheManifestsSay() throws IOException {
    String user = argument("USER");
    assertThat(user).matches("[1-9]\\d*:[1-9]\\d*");
    String manifest = Files.readString(Repository.file("k8s/base/edge-proxy.yaml"));
    assertThat(manifest).contains("runAsUser: " + user.split(":", -1)[0]).contains("image: quire");
  }

  @Test
  void itStartsOneServiceByItsArgument() {
    assertThat(argument("ENTRYPOINT"))
        .isEqualTo("[\"/quire/scripts/launch\", \"" + QuireProcess.class.getName() + "\"]");
  }

  private List<Matcher> copies() {
    return instructions.stream().map(COPY::matcher).filter(Matcher::matches).toList();
  }

  private String argument(String instruction) {
    return instructions.stream()
        .filter(line -> line.startsWith(instruction + " "))
        .map(line -> line.substring(instruction.length() + 1))
        .collect(Collectors.collectingAndThen(Collectors.toList(), ImageTest::only));
  }

  private static String only(List<String> lines) {
    assertThat(lines).hasSize(1);
    return lines.get(0);
  }

  private static List<PathMatcher> ignored() throws IOException {
    return Files.readAllLines(Repository.file(".dockerignore")).stream()
        .filter(line -> !line.isBlank())
        .map(line -> FileSystems.getDefault().getPathMatcher("glob:" + line))
        .toList();
  }

  /** Without comments, and what goes on in the next line in one. */
  private static List<String> instructions() {
    try {
      String text = Files.readString(Repository.file("Dockerfile")).replace("\\\n", " ");
      return text.lines()
          .map(String::strip)
          .filter(line -> !line.isEmpty() && !line.startsWith("#"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
