package dev.quire.edge;

import dev.quire.edge.http.ClientAddress;
import dev.quire.edge.http.TlsFiles;
import dev.quire.edge.identity.ExternalIdentity;
import dev.quire.edge.pace.EdgeLimits;
import dev.quire.kit.Settings;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What an edge is told at its start.
 *
 * @param process its name; each of its loops adds a number to it
 * @param host the address it listens on
 * @param port 0 for any free one
 * @param eventLoops how many loops share the port
 * @param editorDist the folder of the editor's built files; without it only the API is served
 * @param identity what the user's own application signs tokens with
 * @param tls what it speaks TLS with; plain HTTP without
 * @param addresses who may say where requests come from
 * @param drainNoticeMillis how long a stopping edge goes on as before, so that whoever balances the
 *     load sees that it is not ready
 * @param drainMillis the longest that it then takes to tell all its clients to reconnect
 * @param origins pages of other origins that may open sockets; {@code *} for all
 */
public record EdgeSettings(
    String process,
    String host,
    int port,
    int eventLoops,
    Optional<Path> editorDist,
    ExternalIdentity identity,
    Optional<TlsFiles> tls,
    ClientAddress addresses,
    Set<String> origins,
    long drainNoticeMillis,
    long drainMillis,
    EdgeLimits limits) {
  private static final String PROXIES = "QUIRE_EDGE_TRUSTED_PROXIES";

  static EdgeSettings from(Settings settings) {
    int cores = Runtime.getRuntime().availableProcessors();
    return new EdgeSettings(
        settings.text("QUIRE_PROCESS", "edge-1"),
        settings.text("QUIRE_EDGE_HOST", "127.0.0.1"),
        settings.integer("QUIRE_PORT", 8080, 0, 65_535),
        settings.integer("QUIRE_EDGE_EVENT_LOOPS", Math.max(1, cores / 2), 1, 256),
        settings.text("QUIRE_EDITOR_DIST").map(Path::of),
        ExternalIdentity.from(settings),
        TlsFiles.from(settings),
        ClientAddress.trusting(PROXIES, settings.text(PROXIES, "")),
        Arrays.stream(settings.text("QUIRE_EDGE_ORIGINS", "").split(",", -1))
            .map(String::strip)
            .filter(origin -> !origin.isEmpty())
            .collect(Collectors.toUnmodifiableSet()),
        settings.number("QUIRE_EDGE_DRAIN_NOTICE_MILLIS", 1_000, 0, 10_000),
        settings.number("QUIRE_EDGE_DRAIN_MILLIS", 5_000, 0, 15_000),
        EdgeLimits.from(settings));
  }
}
