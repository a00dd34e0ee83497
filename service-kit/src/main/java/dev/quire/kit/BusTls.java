package dev.quire.kit;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * TLS between the processes of a cluster, on the event bus: each shows the others a certificate and
 * takes messages only over connections to and from processes that show one too. Who holds a
 * certificate of the authority belongs to the cluster, whatever name stands in it: processes come
 * and go under changing addresses, so the authority must be this cluster's own.
 *
 * <p>The files are read once, at the start; a renewed certificate is taken by a restart. What
 * Hazelcast's members say to each other is not covered: its open edition has no TLS.
 */
public final class BusTls {
  private static final String CERTIFICATE = "QUIRE_BUS_TLS_CERTIFICATE";
  private static final String KEY = "QUIRE_BUS_TLS_KEY";
  private static final String AUTHORITY = "QUIRE_BUS_TLS_AUTHORITY";

  private final Buffer certificate;
  private final Buffer key;
  private final Buffer authority;

  private BusTls(Buffer certificate, Buffer key, Buffer authority) {
    this.certificate = certificate;
    this.key = key;
    this.authority = authority;
  }

  /**
   * Empty where the bus is to speak in the clear. Reads files.
   *
   * @throws InvalidSetting where only some of the three are set, or a file can't be read
   */
  public static Optional<BusTls> from(Settings settings) {
    Optional<String> certificate = settings.text(CERTIFICATE);
    Optional<String> key = settings.text(KEY);
    Optional<String> authority = settings.text(AUTHORITY);
    if (Stream.of(certificate, key, authority).allMatch(Optional::isEmpty)) {
      return Optional.empty();
    }
    return Optional.of(
        new BusTls(read(CERTIFICATE, certificate), read(KEY, key), read(AUTHORITY, authority)));
  }

  private static Buffer read(String setting, Optional<String> file) {
    if (file.isEmpty()) {
      throw new InvalidSetting(
          setting, "must be set too: the bus speaks TLS with all three files or not at all.");
    }
    try {
      return Buffer.buffer(Files.readAllBytes(Path.of(file.get())));
    } catch (IOException e) {
      throw new InvalidSetting(setting, "must name a PEM file that can be read.");
    }
  }

  void applyTo(EventBusOptions bus) {
    bus.setSsl(true)
        .setKeyCertOptions(new PemKeyCertOptions().setCertValue(certificate).setKeyValue(key))
        .setTrustOptions(new PemTrustOptions().addCertValue(authority))
        // The bus trusts whatever it connects to unless it is told otherwise.
        .setTrustAll(false)
        .setClientAuth(ClientAuth.REQUIRED)
        .setEnabledSecureTransportProtocols(Set.of("TLSv1.3"));
  }

  /** The key is a secret. */
  @Override
  public String toString() {
    return "BusTls[redacted]";
  }
}
