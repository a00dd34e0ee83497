package dev.quire.edge.http;

import dev.quire.kit.InvalidSetting;
import dev.quire.kit.Settings;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The certificate chain and the key that the edge speaks TLS with, as PEM files. They are read
 * again when they change: whoever renews them need not restart anything. Reads files, so off event
 * loops.
 */
public final class TlsFiles {
  private static final String CERTIFICATE = "QUIRE_TLS_CERTIFICATE";
  private static final String KEY = "QUIRE_TLS_KEY";

  /** What the files held when they were read. */
  public record Pair(Buffer certificate, Buffer key) {
    public PemKeyCertOptions options() {
      return new PemKeyCertOptions().setCertValue(certificate).setKeyValue(key);
    }

    /** The key is a secret. */
    @Override
    public String toString() {
      return "Pair[redacted]";
    }
  }

  private final Path certificate;
  private final Path key;

  private TlsFiles(Path certificate, Path key) {
    this.certificate = certificate;
    this.key = key;
  }

  /**
   * Empty where the edge is to speak plain HTTP.
   *
   * @throws InvalidSetting where only one of the two is set, or a file can't be read
   */
  public static Optional<TlsFiles> from(Settings settings) {
    Optional<Path> certificate = settings.text(CERTIFICATE).map(Path::of);
    Optional<Path> key = settings.text(KEY).map(Path::of);
    if (certificate.isPresent() != key.isPresent()) {
      throw new InvalidSetting(
          certificate.isPresent() ? KEY : CERTIFICATE, "must be set too: TLS needs both files.");
    }
    if (certificate.isEmpty()) {
      return Optional.empty();
    }
    requireReadable(CERTIFICATE, certificate.get());
    requireReadable(KEY, key.get());
    return Optional.of(new TlsFiles(certificate.get(), key.get()));
  }

  private static void requireReadable(String setting, Path file) {
    if (!Files.isReadable(file)) {
      throw new InvalidSetting(setting, "must name a PEM file that can be read.");
    }
  }

  public Pair read() throws IOException {
    return new Pair(
        Buffer.buffer(Files.readAllBytes(certificate)), Buffer.buffer(Files.readAllBytes(key)));
  }
}
