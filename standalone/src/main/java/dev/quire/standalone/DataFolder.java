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
