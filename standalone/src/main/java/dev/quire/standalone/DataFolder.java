package dev.quire.standalone;

import dev.quire.kit.InvalidSetting;
import dev.quire.standalone.embedded.PrivateFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * The folder that holds everything a Quire on this machine keeps. One process at a time has it; the
 * system takes the lock back from a process that was killed.
 */
final class DataFolder implements AutoCloseable {
  private final Path path;
  private final FileChannel lockFile;

  private DataFolder(Path path, FileChannel lockFile) {
    this.path = path;
    this.lockFile = lockFile;
  }

  /**
   * Makes the folder where it is missing.
   *
   * @throws InvalidSetting where it can't be used, or another process uses it
   */
  static DataFolder lock(Path path) {
    try {
      PrivateFiles.folder(path);
      Path absolute = path.toRealPath();
      Path file = absolute.resolve("lock");
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (tryLock(channel) == null) {
        channel.close();
        throw new InvalidSetting(
            "QUIRE_DATA",
            "is "
                + absolute
                + ", which the process with pid "
                + Files.readString(file).strip()
                + " uses. Stop that one, or choose another folder.");
      }
      channel.truncate(0);
      channel.write(
          ByteBuffer.wrap(
              (ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII)));
      return new DataFolder(absolute, channel);
    } catch (IOException e) {
      throw new InvalidSetting("QUIRE_DATA", "is " + path + ", which can't be used: " + e);
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException heldInThisProcess) {
      return null;
    }
  }

  /**
   * The processes of a cluster ({@code scripts/cluster}) do not hold the lock, since they share the
   * folder.
   *
   * @throws InvalidSetting where one of them runs
   */
  void requireNoCluster() {
    Path run = path.resolve("run");
    if (!Files.isDirectory(run)) {
      return;
    }
    try (DirectoryStream<Path> pidFiles = Files.newDirectoryStream(run, "*.pid")) {
      for (Path pidFile : pidFiles) {
        String pid = Files.readString(pidFile).strip();
        if (isOfThisFolder(pid)) {
          throw new InvalidSetting(
              "QUIRE_DATA",
              "is "
                  + path
                  + ", which a cluster uses, by the process with pid "
                  + pid
                  + ". Stop it with ./scripts/cluster down, or choose another folder.");
        }
      }
    } catch (IOException e) {
      throw new InvalidSetting("QUIRE_DATA", "is " + path + ", which can't be used: " + e);
    }
  }

  /** After a reboot the pid may be anybody's. */
  private boolean isOfThisFolder(String pid) {
    try {
      return pid.matches("\\d{1,18}")
          && Files.readString(Path.of("/proc", pid, "environ"), StandardCharsets.ISO_8859_1)
              .contains("QUIRE_DATA=" + path + "\0");
    } catch (IOException goneOrNotOurs) {
      return false;
    }
  }

  Path resolve(String name) {
    return path.resolve(name);
  }

  /** Gives the folder back. */
  @Override
  public void close() {
    try {
      lockFile.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
