package dev.quire.e2e;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A cluster of the default sizes under editing: people of several kinds behind a balancer that
 * knows which edges are ready, and proxies before PostgreSQL and Redis that fail when they are told
 * to. PostgreSQL has one proxy for all and one for {@code doc-1} alone, which that process uses
 * after its first restart. One thread at a time.
 */
final class BusyCluster implements AutoCloseable {
  static final int DOCUMENTS = 6;

  private static final int SOCKETS = 2;
  static final long BETWEEN_EDITS_MILLIS = 250;
  private static final Duration RECOVERY = Duration.ofMinutes(2);

  private final Vertx vertx = Vertx.vertx();
  private final Management management = new Management();
  private final Ownership ownership = new Ownership(management);
  private final Path servers = Files.createTempDirectory("quire-servers").toRealPath();
  private final OwnServers own = new OwnServers(servers);
  private final Map<String, TcpProxy> proxies = new TreeMap<>();
  private final Map<String, Integer> managementPorts = new HashMap<>();
  private final Thread endWithTheTests = new Thread(this::endProcesses);
  private @Nullable RunningCluster cluster;
  private @Nullable People people;
  private List<String> documents = List.of();

  private BusyCluster() throws IOException {}

  /** Starts all of it; they edit when it returns. */
  static BusyCluster start(String name, long seed) throws Exception {
    BusyCluster busy = new BusyCluster();
    try {
      busy.begin(name, seed);
      return busy;
    } catch (Exception | AssertionError e) {
      busy.close();
      throw e;
    }
  }

  private void begin(String name, long seed) throws Exception {
    Runtime.getRuntime().addShutdownHook(endWithTheTests);
    own.start("postgres");
    own.start("redis");
    proxies.put("postgres", proxyOf("postgres"));
    proxies.put("postgres of doc-1", proxyOf("postgres"));
    proxies.put("redis", proxyOf("redis"));
    RunningCluster started =
        new RunningCluster(name)
            .with("QUIRE_DATABASE_URL", through("postgres", "postgres"))
            .with("QUIRE_REDIS_URL", through("redis", "redis"));
    cluster = started;
    started.run("up");
    List<ReadyEdges.Edge> edges = new ArrayList<>();
    for (RunningCluster.Member member : started.status()) {
      managementPorts.put(member.name(), Integer.parseInt(member.managementPort()));
      if (!member.port().equals("-")) {
        edges.add(
            new ReadyEdges.Edge(
                Integer.parseInt(member.port()), Integer.parseInt(member.managementPort())));
      }
    }
    started.set("doc-1", "QUIRE_DATABASE_URL", through("postgres of doc-1", "postgres"));
    ReadyEdges ready = new ReadyEdges(vertx, edges);
    TcpProxy balancer = new TcpProxy(vertx, ready::next);
    proxies.put("balancer", balancer);
    Map<String, String> coordinates = new HashMap<>(started.coordinates());
    coordinates.put("QUIRE_URL", "http://127.0.0.1:" + balancer.port());
    People hired = People.start(coordinates, name);
    people = hired;
    documents = hired.open(DOCUMENTS, SOCKETS, seed);
    hired.edit(BETWEEN_EDITS_MILLIS);
    awaitRecovery();
  }

  private TcpProxy proxyOf(String server) throws Exception {
    int port = own.url(server).getPort();
    return new TcpProxy(vertx, () -> Optional.of(port));
  }

  private String through(String proxy, String server) {
    URI url = own.url(server);
    return url.toString().replace(":" + url.getPort(), ":" + proxy(proxy).port());
  }

  RunningCluster cluster() {
    return Objects.requireNonNull(cluster);
  }

  People people() {
    return Objects.requireNonNull(people);
  }

  OwnServers servers() {
    return own;
  }

  TcpProxy proxy(String name) {
    return Objects.requireNonNull(proxies.get(name), name);
  }

  int managementPort(String name) {
    return Objects.requireNonNull(managementPorts.get(name), name);
  }

  /** All processes that are Quire's, edges last. */
  List<String> processes() {
    return managementPorts.keySet().stream()
        .sorted(
            Comparator.comparing((String name) -> name.startsWith("edge"))
                .thenComparing(name -> name))
        .toList();
  }

  /** The numbers of the documents that a process owns, as all of the running ones tell it. */
  List<Integer> ownedBy(String process) throws Exception {
    List<Integer> owned = new ArrayList<>();
    for (int document = 0; document < documents.size(); document++) {
      if (ownerOf(document).equals(process)) {
        owned.add(document);
      }
    }
    return owned;
  }

  /** The process that owns the document of that number; waits while nobody does. */
  String ownerOf(int document) throws Exception {
    return ownershipOf(document).process();
  }

  /** The epoch in which the document of that number is owned; waits while nobody owns it. */
  long epochOf(int document) throws Exception {
    return ownershipOf(document).epoch();
  }

  private Ownership.Owner ownershipOf(int document) throws Exception {
    for (long tries = 0; tries < RECOVERY.toSeconds(); tries++) {
      for (String process : List.of("collab-1", "collab-2", "collab-3")) {
        Optional<Ownership.Owner> owner =
            ownership.asToldOn(managementPort(process), documents.get(document));
        if (owner.isPresent()) {
          return owner.get();
        }
      }
      pause(1_000);
    }
    throw new AssertionError("nobody owns " + documents.get(document));
  }

  double metric(String process, String name) throws IOException, InterruptedException {
    return management.metric(managementPort(process), name);
  }

  /** A process's checks by their names. */
  JsonObject health(String process) throws IOException, InterruptedException {
    return management.health(managementPort(process));
  }

  /** Until everybody has had an edit acknowledged that was made after the call. */
  void awaitRecovery() throws Exception {
    List<People.Wait> waits =
        people()
            .answered(System.currentTimeMillis(), RECOVERY)
            .get(RECOVERY.toSeconds() + 10, TimeUnit.SECONDS);
    List<People.Wait> forgotten = waits.stream().filter(wait -> wait.millis() == null).toList();
    if (!forgotten.isEmpty()) {
      throw new AssertionError(
          "not acknowledged within " + RECOVERY + ": " + forgotten + diagnosis(forgotten));
    }
  }

  private String diagnosis(List<People.Wait> forgotten) throws InterruptedException {
    StringBuilder told = new StringBuilder();
    for (String process : processes()) {
      int port = managementPort(process);
      told.append("\n").append(process).append(" says ");
      told.append(management.answer(port, "/health/ready"));
      if (process.startsWith("collab")) {
        for (int room : new TreeSet<>(forgotten.stream().map(People.Wait::room).toList())) {
          told.append("; of room ").append(room).append(" ");
          told.append(management.answer(port, "/ownership/" + documents.get(room)));
        }
      }
      Complaints.in(cluster().log(process)).forEach(line -> told.append("\n  ").append(line));
    }
    return told.toString();
  }

  /** Ends all connections between that process and the others; how many there were. */
  int breakLinksOf(String process) throws Exception {
    Set<Long> members = new HashSet<>();
    for (String name : managementPorts.keySet()) {
      members.add(cluster().pid(name));
    }
    return MemberLinks.cut(cluster().pid(process), members);
  }

  /** Lets time pass while people edit. */
  void pause(long millis) throws Exception {
    vertx.timer(millis, TimeUnit.MILLISECONDS).toCompletionStage().toCompletableFuture().get();
  }

  private void endProcesses() {
    try {
      if (people != null) {
        people.close();
      }
      for (TcpProxy proxy : proxies.values()) {
        proxy.set(TcpProxy.Mode.OPEN);
      }
      if (cluster != null) {
        cluster.close();
      }
      own.close();
      RunningCluster.delete(servers);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() throws IOException {
    Runtime.getRuntime().removeShutdownHook(endWithTheTests);
    endProcesses();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
