package dev.quire.e2e;

import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs the tests of one file in {@code e2e/node/test}. */
final class NodeTests {
  private static final Duration TIMEOUT = Duration.ofMinutes(5);

  private NodeTests() {}

  /** Fails with what Node printed, where one of its tests fails. */
  static void run(String name, Map<String, String> environment)
      throws IOException, InterruptedException {
    Path output = Repository.OUTPUT.resolve("node").resolve(name + ".log");
    Files.createDirectories(output.getParent());
    ProcessBuilder builder =
        new ProcessBuilder("node", "--test", "--test-reporter=spec", "test/" + name + ".test.mjs");
    builder.directory(Repository.file("e2e/node").toFile());
    builder.environment().putAll(environment);
    builder.redirectErrorStream(true).redirectOutput(output.toFile());
    Process node = builder.start();
    node.getOutputStream().close();
    if (!node.waitFor(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
      node.destroyForcibly();
      fail(name + " was not done within " + TIMEOUT + ":\n" + Files.readString(output));
    }
    if (node.exitValue() != 0) {
      fail(name + " failed:\n" + Files.readString(output));
    }
  }
}
