package dev.quire.standalone.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The processes that work in a folder: all of PostgreSQL's work in its data folder. */
final class DataProcesses {
  private DataProcesses() {}

  static List<ProcessHandle> in(Path folder) throws IOException {
    Path real = folder.toRealPath();
    return ProcessHandle.allProcesses().filter(process -> worksIn(process, real)).toList();
  }

  private static boolean worksIn(ProcessHandle process, Path folder) {
    try {
      return Files.readSymbolicLink(Path.of("/proc", Long.toString(process.pid()), "cwd"))
          .equals(folder);
    } catch (IOException goneOrNotOurs) {
      return false;
    }
  }
}
