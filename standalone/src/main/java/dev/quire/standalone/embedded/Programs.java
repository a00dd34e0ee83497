package dev.quire.standalone.embedded;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/**
 * The servers' programs, unpacked from the class path once and kept. Several processes may unpack
 * into one folder at the same time: each prepares a folder of its own, and the first rename wins.
 */
public final class Programs {
  private static final int OWNER_MAY_EXECUTE = 0100;

  private final Path folder;

  /**
   * @param folder where they are kept, made where it is missing
   */
  public Programs(Path folder) {
    this.folder = folder;
  }

  /** The folder with PostgreSQL's {@code bin}, {@code lib} and {@code share}. */
  Path postgres() throws IOException {
    String archive = "postgres-linux-" + (isArm() ? "arm_64" : "x86_64") + ".txz";
    return once("postgres-" + sizeOf(archive), into -> unpack(archive, into));
  }

  /** The Redis server's executable. */
  Path redis() throws IOException {
    String resource =
        isArm() ? "redis-server-6.2.7-linux-arm64" : "redis-server-6.2.6-v5-linux-amd64";
    return once("redis-" + sizeOf(resource), into -> copy(resource, into)).resolve("redis-server");
  }

  private interface Preparation {
    void into(Path folder) throws IOException;
  }

  private Path once(String name, Preparation preparation) throws IOException {
    Path complete = folder.resolve(name);
    if (Files.isDirectory(complete)) {
      return complete;
    }
    PrivateFiles.folder(folder);
    Path prepared = folder.resolve(name + "." + UUID.randomUUID());
    try {
      PrivateFiles.folder(prepared);
      preparation.into(prepared);
      Files.move(prepared, complete, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileAlreadyExistsException | java.nio.file.DirectoryNotEmptyException otherWasFirst) {
      PrivateFiles.delete(prepared);
    } catch (IOException e) {
      PrivateFiles.delete(prepared);
      throw e;
    }
    return complete;
  }

  private static void copy(String resource, Path into) throws IOException {
    Path program = into.resolve("redis-server");
    try (InputStream in = open(resource)) {
      Files.copy(in, program);
    }
    makeExecutable(program);
  }

  private static void unpack(String archive, Path into) throws IOException {
    try (InputStream in = open(archive);
        TarArchiveInputStream tar =
            new TarArchiveInputStream(new XZCompressorInputStream(new BufferedInputStream(in)))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        Path path = into.resolve(entry.getName()).normalize();
        if (!path.startsWith(into)) {
          throw new IOException(archive + " holds " + entry.getName() + ", which leads out of it");
        }
        unpack(entry, tar, path);
      }
    }
  }

  private static void unpack(TarArchiveEntry entry, TarArchiveInputStream tar, Path path)
      throws IOException {
    if (entry.isDirectory()) {
      PrivateFiles.folder(path);
      return;
    }
    PrivateFiles.folder(path.resolve("..").normalize());
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
      return;
    }
    Files.copy(tar, path);
    if ((entry.getMode() & OWNER_MAY_EXECUTE) != 0) {
      makeExecutable(path);
    }
  }

  private static void makeExecutable(Path file) throws IOException {
    if (!file.toFile().setExecutable(true)) {
      throw new IOException(
          "can't make " + file + " executable; is its file system mounted noexec?");
    }
  }

  /** Tells one version from another without reading all of it. */
  private static long sizeOf(String resource) throws IOException {
    var url = Programs.class.getResource("/" + resource);
    if (url == null) {
      throw missing(resource);
    }
    return url.openConnection().getContentLengthLong();
  }

  private static InputStream open(String resource) throws IOException {
    InputStream in = Programs.class.getResourceAsStream("/" + resource);
    if (in == null) {
      throw missing(resource);
    }
    return in;
  }

  private static IOException missing(String resource) {
    return new IOException(
        "this build has no "
            + resource
            + " for "
            + System.getProperty("os.name")
            + " on "
            + System.getProperty("os.arch")
            + "; start servers of your own and set QUIRE_DATABASE_URL and QUIRE_REDIS_URL");
  }

  private static boolean isArm() {
    return "aarch64".equals(System.getProperty("os.arch"));
  }
}
