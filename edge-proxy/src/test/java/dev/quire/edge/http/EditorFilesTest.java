package dev.quire.edge.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quire.edge.world.EdgeWorld;
import dev.quire.edge.world.EdgeWorld.Answer;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EditorFilesTest {
  @TempDir private Path folder;

  private EdgeWorld world() throws IOException {
    Path dist = Files.createDirectories(folder.resolve("dist"));
    Files.createDirectories(dist.resolve("assets"));
    Files.writeString(dist.resolve("index.html"), "<!doctype html><title>Quire</title>");
    Files.writeString(dist.resolve("assets/main-1a2b.js"), "console.log('quire');".repeat(200));
    Files.writeString(folder.resolve("secret.txt"), "secret");
    return new EdgeWorld("QUIRE_EDITOR_DIST", dist.toString());
  }

  @Test
  void servesThePageForEveryAddressOfTheEditor() throws IOException {
    try (EdgeWorld world = world()) {
      for (String path : new String[] {"/", "/index.html", "/sign-in", "/d/0190a000"}) {
        Answer page = world.get(path);
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.header("content-type")).isEqualTo("text/html; charset=utf-8");
        assertThat(page.header("cache-control")).isEqualTo("no-cache");
        assertThat(page.body().toString()).contains("Quire");
      }
    }
  }

  @Test
  void servesHashedFilesForEver() throws IOException {
    try (EdgeWorld world = world()) {
      Answer script = world.get("/assets/main-1a2b.js");
      assertThat(script.status()).isEqualTo(200);
      assertThat(script.header("content-type")).contains("javascript");
      assertThat(script.header("cache-control")).contains("immutable").contains("31536000");
      Answer known =
          world.request(
              HttpMethod.GET,
              "/assets/main-1a2b.js",
              Map.of("If-None-Match", script.header("etag")),
              Buffer.buffer());
      assertThat(known.status()).isEqualTo(304);
      Answer packed =
          world.request(
              HttpMethod.GET,
              "/assets/main-1a2b.js",
              Map.of("Accept-Encoding", "gzip, br"),
              Buffer.buffer());
      assertThat(packed.header("content-encoding")).isEqualTo("gzip");
      assertThat(packed.body().length()).isLessThan(script.body().length());
    }
  }

  @Test
  void tellsBrowsersToBeStrict() throws IOException {
    try (EdgeWorld world = world()) {
      Answer page = world.get("/");
      assertThat(page.header("content-security-policy"))
          .contains("default-src 'self'")
          .contains("require-trusted-types-for 'script'")
          .contains("frame-ancestors 'none'")
          .doesNotContain("unsafe");
      assertThat(page.header("x-content-type-options")).isEqualTo("nosniff");
      assertThat(page.header("referrer-policy")).isEqualTo("no-referrer");
      assertThat(page.header("permissions-policy")).contains("camera=()");
    }
  }

  @Test
  void servesNothingElse() throws IOException {
    try (EdgeWorld world = world()) {
      assertThat(world.get("/assets/gone.js").status()).isEqualTo(404);
      assertThat(world.get("/../secret.txt").status()).isEqualTo(404);
      assertThat(world.get("/assets/..%2f..%2fsecret.txt").status()).isEqualTo(404);
      assertThat(world.request(HttpMethod.POST, "/", Map.of(), Buffer.buffer("x")).status())
          .isEqualTo(405);
    }
  }

  @Test
  void saysSoWhereTheFolderIsNotTheEditors() {
    assertThatThrownBy(() -> EditorFiles.read(folder))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("index.html");
  }
}
