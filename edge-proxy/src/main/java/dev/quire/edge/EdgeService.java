package dev.quire.edge;

import dev.quire.edge.http.EdgeHttp;
import dev.quire.edge.http.EditorFiles;
import dev.quire.edge.pace.Allowances;
import dev.quire.edge.socket.EdgeCounters;
import dev.quire.kit.Health;
import dev.quire.kit.Settings;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Wires an edge: reads the editor's files and deploys the loops, which share its port. */
public final class EdgeService extends VerticleBase {
  private static final Logger log = LoggerFactory.getLogger(EdgeService.class);

  /** Below zero Vert.x takes one free port for all instances, at zero one for each. */
  private static final int ANY_SHARED_PORT = -1;

  private final EdgeSettings settings;
  private final Health health;
  private final EdgeCounters counters = new EdgeCounters();
  private final Allowances allowances;
  private final List<EdgeLoop> loops = new ArrayList<>();

  /**
   * @throws dev.quire.kit.InvalidSetting where a setting is not valid
   */
  public EdgeService(Settings settings, Health health) {
    this.settings = EdgeSettings.from(settings);
    this.health = health;
    this.allowances = new Allowances(this.settings.limits().pace());
  }

  @Override
  public Future<?> start() {
    health.register(
        "edge-sockets",
        () ->
            counters.sockets() < settings.limits().sockets()
                ? Health.Status.UP
                : Health.Status.DOWN);
    return readEditor().compose(this::deploy).onSuccess(done -> announce());
  }

  private Future<EditorFiles> readEditor() {
    return vertx.executeBlocking(
        () -> {
          EdgeHttp.prepare();
          return settings.editorDist().map(EditorFiles::read).orElseGet(EditorFiles::none);
        });
  }

  /** As the instances of one deployment, the loops share the port, one that is free too. */
  private Future<?> deploy(EditorFiles files) {
    return vertx.deployVerticle(
        () -> loop(files), new DeploymentOptions().setInstances(settings.eventLoops()));
  }

  private EdgeLoop loop(EditorFiles files) {
    int port = settings.port() == 0 ? ANY_SHARED_PORT : settings.port();
    String name = settings.process() + "." + loops.size();
    EdgeLoop loop = new EdgeLoop(settings, port, name, files, counters, allowances, health);
    loops.add(loop);
    return loop;
  }

  private void announce() {
    log.info(
        "event=edge-listening host={} port={} loops={}",
        settings.host(),
        port(),
        settings.eventLoops());
  }

  /** The port listened on, once started. */
  public int port() {
    return loops.get(0).actualPort();
  }

  @Override
  public Future<?> stop() {
    health.unregister("edge-sockets");
    counters.close();
    return Future.succeededFuture();
  }
}
