package dev.quire.standalone.embedded;

import java.io.IOException;
import java.nio.file.Path;

/** Unpacks the servers' programs ahead of the first start, as a part of the build. */
public final class UnpackPrograms {
  private UnpackPrograms() {}

  /** Takes the folder to unpack into. */
  public static void main(String[] arguments) throws IOException {
    Programs programs = new Programs(Path.of(arguments[0]).toAbsolutePath());
    programs.postgres();
    programs.redis();
  }
}
