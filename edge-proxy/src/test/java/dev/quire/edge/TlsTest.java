package dev.quire.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.quire.edge.http.TlsFiles;
import dev.quire.edge.world.EdgeWorld;
import dev.quire.kit.InvalidSetting;
import dev.quire.kit.Settings;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The edge speaking TLS, with a certificate that is renewed under it. */
class TlsTest {
  private static final char[] PASSWORD = "changeit".toCharArray();

  @TempDir Path folder;

  @Test
  void speaksTlsAndTakesARenewedCertificateWithoutARestart() throws Exception {
    issue("first");
    try (EdgeWorld world =
        new EdgeWorld(
            "QUIRE_TLS_CERTIFICATE", file("certificate").toString(),
            "QUIRE_TLS_KEY", file("key").toString())) {
      assertThat(served(world)).isEqualTo("CN=first");
      issue("second");
      await().atMost(Duration.ofSeconds(30)).until(() -> served(world).equals("CN=second"));
    }
  }

  @Test
  void refusesHalfASettingAndFilesThatAreNotThere() throws Exception {
    issue("half");
    String certificate = file("certificate").toString();
    assertRefused(Map.of("QUIRE_TLS_CERTIFICATE", certificate), "QUIRE_TLS_KEY");
    assertRefused(Map.of("QUIRE_TLS_KEY", certificate), "QUIRE_TLS_CERTIFICATE");
    assertRefused(
        Map.of("QUIRE_TLS_CERTIFICATE", certificate, "QUIRE_TLS_KEY", certificate + ".none"),
        "QUIRE_TLS_KEY");
    assertThat(TlsFiles.from(Settings.of(Map.of()))).isEmpty();
  }

  private static void assertRefused(Map<String, String> settings, String named) {
    assertThatThrownBy(() -> TlsFiles.from(Settings.of(settings)))
        .isInstanceOf(InvalidSetting.class)
        .hasMessageContaining(named);
  }

  /** The subject of the certificate that a new connection is shown. */
  private static String served(EdgeWorld world) {
    HttpClientAgent client =
        world.vertx.createHttpClient(
            new HttpClientOptions().setSsl(true).setTrustAll(true).setVerifyHost(false));
    try {
      HttpClientResponse response =
          EdgeWorld.await(
              client
                  .request(HttpMethod.GET, world.port, "127.0.0.1", "/api/v1/none")
                  .compose(request -> request.send()));
      assertThat(response.getHeader("Strict-Transport-Security")).startsWith("max-age=");
      X509Certificate shown =
          (X509Certificate) response.request().connection().sslSession().getPeerCertificates()[0];
      return shown.getSubjectX500Principal().getName();
    } catch (javax.net.ssl.SSLPeerUnverifiedException unverified) {
      throw new AssertionError(unverified);
    } finally {
      EdgeWorld.await(client.close());
    }
  }

  private Path file(String name) {
    return folder.resolve(name + ".pem");
  }

  /** Makes a key and a certificate for it with the JDK's own tool, and writes both as PEM. */
  private void issue(String name) throws Exception {
    Path store = folder.resolve(name + ".p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "edge",
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-dname",
                "CN=" + name,
                "-validity",
                "2",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                new String(PASSWORD))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("keytool.log").toFile())
            .start();
    assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(keytool.exitValue()).isZero();
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD);
    }
    write("certificate", "CERTIFICATE", keys.getCertificate("edge").getEncoded());
    write("key", "PRIVATE KEY", keys.getKey("edge", PASSWORD).getEncoded());
  }

  private void write(String name, String kind, byte[] bytes) throws Exception {
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
    Files.writeString(
        file(name), "-----BEGIN " + kind + "-----\n" + body + "\n-----END " + kind + "-----\n");
  }
}
