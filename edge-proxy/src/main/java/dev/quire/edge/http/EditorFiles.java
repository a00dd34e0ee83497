package dev.quire.edge.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.MimeMapping;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * The editor's built files, in memory. Pages (any path that is no file and looks like none) are
 * {@code index.html}, never cached; files under {@code /assets/} have their content's hash in their
 * name and are cached for ever. Immutable: shared by all loops.
 */
public final class EditorFiles {
  private static final String INDEX = "/index.html";
  private static final String ASSETS = "/assets/";
  private static final long MAX_BYTES = 256L << 20;
  private static final int WORTH_COMPRESSING = 1_024;

  private record StaticFile(String type, String tag, Buffer plain, @Nullable Buffer gzip) {}

  private final Map<String, StaticFile> files;

  private EditorFiles(Map<String, StaticFile> files) {
    this.files = Map.copyOf(files);
  }

  /** For an edge without the editor: there is no page at all. */
  public static EditorFiles none() {
    return new EditorFiles(Map.of());
  }

  /**
   * Reads a folder; for a worker thread.
   *
   * @throws UncheckedIOException where it can't be read, or holds no {@code index.html}
   */
  public static EditorFiles read(Path folder) {
    Map<String, StaticFile> files = new HashMap<>();
    try (Stream<Path> found = Files.walk(folder)) {
      long bytes = 0;
      List<Path> regular = found.filter(Files::isRegularFile).toList();
      for (Path file : regular) {
        bytes += Files.size(file);
        if (bytes > MAX_BYTES) {
          throw new IOException(folder + " holds more than " + MAX_BYTES + " bytes");
        }
        String path = "/" + folder.relativize(file).toString().replace('\\', '/');
        files.put(path, load(file));
      }
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
    if (!files.containsKey(INDEX)) {
      throw new UncheckedIOException(new IOException(folder + " holds no index.html"));
    }
    return new EditorFiles(files);
  }

  private static StaticFile load(Path file) throws IOException {
    byte[] plain = Files.readAllBytes(file);
    String found = MimeMapping.mimeTypeForFilename(file.getFileName().toString());
    String type = found == null ? "application/octet-stream" : found;
    boolean text = type.startsWith("text/") || type.matches(".*(javascript|json|xml|wasm|svg).*");
    CRC32C crc = new CRC32C();
    crc.update(plain);
    String tag = "\"" + HexFormat.of().toHexDigits(crc.getValue()) + "-" + plain.length + "\"";
    return new StaticFile(
        text && !type.contains("wasm") ? type + "; charset=utf-8" : type,
        tag,
        Buffer.buffer(plain),
        text && plain.length > WORTH_COMPRESSING ? Buffer.buffer(gzip(plain)) : null);
  }

  private static byte[] gzip(byte[] plain) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream(plain.length / 2);
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(plain);
    }
    return out.toByteArray();
  }

  /** Answers the request, with 404 or 405 where there is nothing to serve. */
  void serve(HttpServerRequest request) {
    HttpServerResponse response = request.response();
    SecurityHeaders.addTo(response.headers());
    if (!HttpMethod.GET.equals(request.method()) && !HttpMethod.HEAD.equals(request.method())) {
      response.putHeader("Allow", "GET, HEAD").setStatusCode(405).end();
      return;
    }
    String path = request.path() == null ? "/" : request.path();
    Optional<StaticFile> found = find(path);
    if (found.isEmpty()) {
      response
          .setStatusCode(404)
          .putHeader("Content-Type", "text/plain; charset=utf-8")
          .putHeader("Cache-Control", "no-store")
          .end("There is nothing at this address.\n");
      return;
    }
    StaticFile file = found.get();
    response
        .putHeader("Content-Type", file.type())
        .putHeader("ETag", file.tag())
        .putHeader("Vary", "Accept-Encoding")
        .putHeader(
            "Cache-Control",
            path.startsWith(ASSETS) ? "public, max-age=31536000, immutable" : "no-cache");
    if (file.tag().equals(request.getHeader("If-None-Match"))) {
      response.setStatusCode(304).end();
      return;
    }
    send(request, response, file);
  }

  private static void send(
      HttpServerRequest request, HttpServerResponse response, StaticFile file) {
    String accepted = request.getHeader("Accept-Encoding");
    Buffer body = file.plain();
    if (file.gzip() != null && accepted != null && accepted.contains("gzip")) {
      response.putHeader("Content-Encoding", "gzip");
      body = file.gzip();
    }
    response.putHeader("Content-Length", Integer.toString(body.length()));
    if (HttpMethod.HEAD.equals(request.method())) {
      response.end();
    } else {
      response.end(body);
    }
  }

  private Optional<StaticFile> find(String path) {
    StaticFile exact = files.get(path);
    if (exact != null) {
      return Optional.of(exact);
    }
    boolean page = !path.startsWith(ASSETS) && path.lastIndexOf('.') <= path.lastIndexOf('/');
    return page ? Optional.ofNullable(files.get(INDEX)) : Optional.empty();
  }
}
