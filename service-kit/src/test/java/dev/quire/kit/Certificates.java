package dev.quire.kit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** An authority with certificates of its making, by the JDK's own tool, as PEM files. */
final class Certificates {
  private static final String PASSWORD = "changeit";

  private final Path folder;
  private final Path store;
  private final String authority;

  Certificates(Path folder, String authority) throws Exception {
    this.folder = folder;
    this.authority = authority;
    store = folder.resolve(authority + ".p12");
    keytool(authority, "-ext", "bc:critical=ca:true");
    write(authority, "CERTIFICATE", keys().getCertificate(authority).getEncoded());
  }

  /** Settings of a process with a certificate of this authority, trusting this authority alone. */
  Map<String, String> settingsOf(String name) throws Exception {
    return settingsOf(name, this);
  }

  Map<String, String> settingsOf(String name, Certificates trusted) throws Exception {
    keytool(name, "-signer", authority);
    write(name, "CERTIFICATE", keys().getCertificate(name).getEncoded());
    write(name + "-key", "PRIVATE KEY", keys().getKey(name, PASSWORD.toCharArray()).getEncoded());
    return Map.of(
        "QUIRE_BUS_TLS_CERTIFICATE", file(name).toString(),
        "QUIRE_BUS_TLS_KEY", file(name + "-key").toString(),
        "QUIRE_BUS_TLS_AUTHORITY", trusted.file(trusted.authority).toString());
  }

  private void keytool(String alias, String... more) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    Collections.addAll(command, "-genkeypair", "-alias", alias, "-dname", "CN=" + alias);
    Collections.addAll(command, "-keyalg", "EC", "-groupname", "secp256r1", "-validity", "2");
    Collections.addAll(command, "-storetype", "PKCS12", "-storepass", PASSWORD);
    Collections.addAll(command, "-keystore", store.toString());
    Collections.addAll(command, more);
    Process keytool =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("keytool.log").toFile())
            .start();
    assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(keytool.exitValue()).isZero();
  }

  private KeyStore keys() throws Exception {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    return keys;
  }

  private Path file(String name) {
    return folder.resolve(name + ".pem");
  }

  private void write(String name, String kind, byte[] bytes) throws Exception {
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
    Files.writeString(
        file(name), "-----BEGIN " + kind + "-----\n" + body + "\n-----END " + kind + "-----\n");
  }
}
