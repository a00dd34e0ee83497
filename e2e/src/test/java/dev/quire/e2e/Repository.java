package dev.quire.e2e;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where things are in the repository that the tests run in. */
final class Repository {
  static final Path ROOT = root();

  /** Logs and data of test runs; Maven's {@code clean} removes them. */
  static final Path OUTPUT = ROOT.resolve("e2e/target");

  private Repository() {}

  static Path file(String path) {
    return ROOT.resolve(path);
  }

  private static Path root() {
    Path folder = Path.of("").toAbsolutePath();
    while (folder != null && !Files.exists(folder.resolve("scripts/launch"))) {
      folder = folder.getParent();
    }
    if (folder == null) {
      throw new IllegalStateException("run the tests inside the repository");
    }
    return folder;
  }
}
