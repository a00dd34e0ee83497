package dev.quire.standalone.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a PostgreSQL server says of itself in {@code postmaster.pid}: a line each for pid, data
 * folder, start time, port, socket folder, address, shared memory and state (PostgreSQL's {@code
 * pidfile.h}). The file outlives a server that was killed.
 */
record PostmasterPid(long pid, int port, boolean isReady) {
  private static final int LINE_PID = 0;
  private static final int LINE_PORT = 3;
  private static final int LINE_STATE = 7;

  /** Nothing where there is no such file, or it is not written to its end yet. */
  static Optional<PostmasterPid> read(Path data) throws IOException {
    List<String> lines;
    try {
      lines = Files.readAllLines(data.resolve("postmaster.pid"));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
    if (lines.size() <= LINE_PORT) {
      return Optional.empty();
    }
    boolean ready = lines.size() > LINE_STATE && lines.get(LINE_STATE).strip().equals("ready");
    return Optional.of(
        new PostmasterPid(
            Long.parseLong(lines.get(LINE_PID).strip()),
            Integer.parseInt(lines.get(LINE_PORT).strip()),
            ready));
  }

  /**
   * Whether a PostgreSQL of that pid works in that folder. After a reboot the pid may be anybody's,
   * another PostgreSQL's included; the server's working directory tells.
   */
  boolean isServing(Path data) {
    try {
      return Files.readSymbolicLink(Path.of("/proc", Long.toString(pid), "cwd"))
          .equals(data.toRealPath());
    } catch (IOException noSuchProcess) {
      return false;
    }
  }
}
