package dev.quire.kit;

import com.hazelcast.cluster.MembershipEvent;
import com.hazelcast.cluster.MembershipListener;
import com.hazelcast.config.Config;
import com.hazelcast.config.JoinConfig;
import dev.quire.kit.cluster.Joining;
import dev.quire.kit.cluster.TellingClusterManager;
import dev.quire.wire.Bus;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.netty4.NettyAllocatorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.netty.buffer.PooledByteBufAllocator;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxBuilder;
import io.vertx.core.VertxOptions;
import io.vertx.micrometer.MetricsDomain;
import io.vertx.micrometer.MicrometerMetricsFactory;
import io.vertx.micrometer.MicrometerMetricsOptions;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Makes the Vert.x of a process: native transport, metrics, and the cluster's event bus. */
public final class ServiceVertx {
  /**
   * An event loop blocked for longer than this is reported, and fails tests; for twice as long,
   * with what it is doing.
   */
  private static final long MAX_EVENT_LOOP_MILLIS = 500;

  /**
   * Who has been told something and gives no sign of life for twice this is waited for no longer;
   * with the defaults an answer that is lost with its connection takes two minutes.
   */
  private static final String LOST_CALL_MILLIS = "5000";

  private ServiceVertx() {}

  /**
   * Where a process finds the others of its cluster.
   *
   * @param host the interface to listen on, and the address that the others know it by
   * @param port the port to listen on; the next free one where no members are named
   * @param members {@code host:port} of all of them; empty for a process by itself
   * @param tls what the event bus speaks TLS with; empty for in the clear
   */
  public record Cluster(
      String host, int port, List<String> members, String name, Optional<BusTls> tls) {

    /** One whose event bus speaks in the clear. */
    public Cluster(String host, int port, List<String> members, String name) {
      this(host, port, members, name, Optional.empty());
    }

    /**
     * From {@code QUIRE_CLUSTER_HOST}, {@code _PORT}, {@code _MEMBERS} and {@code _NAME}, and
     * {@code QUIRE_BUS_TLS_…}.
     */
    public static Cluster from(Settings settings) {
      String host = settings.text("QUIRE_CLUSTER_HOST", "127.0.0.1");
      int port = settings.integer("QUIRE_CLUSTER_PORT", 5701, 0, 65535);
      String members = settings.text("QUIRE_CLUSTER_MEMBERS", "");
      return new Cluster(
          host,
          port,
          members.isBlank() ? List.of() : List.of(members.strip().split("\\s*,\\s*")),
          settings.text("QUIRE_CLUSTER_NAME", "quire"),
          BusTls.from(settings));
    }

    /**
     * Members are listed, never searched for on the network. The failure detector is set to notice
     * a frozen member within seconds: with the defaults the survivors of a frozen master stay apart
     * for over 30 s.
     *
     * <p>The seconds of a claim for mastership are also how often it is asked for, the first five
     * times without a pause, then twice a second. Each survivor notices by itself, up to a second
     * apart, that the master is gone, and refuses a claim until then: with few tries the claimant
     * leaves it behind, and the two are clusters of their own until they merge.
     */
    public Config hazelcast() {
      Config config = new Config().setClusterName(name);
      config.setProperty("hazelcast.logging.type", "slf4j");
      config.setProperty("hazelcast.phone.home.enabled", "false");
      config.setProperty("hazelcast.shutdownhook.enabled", "false");
      config.setProperty("hazelcast.heartbeat.interval.seconds", "1");
      config.setProperty("hazelcast.max.no.heartbeat.seconds", "5");
      config.setProperty("hazelcast.mastership.claim.timeout.seconds", "15");
      // A connection that was reset is made anew; where that is refused, the process is gone.
      config.setProperty("hazelcast.connection.monitor.max.faults", "1");
      config.setProperty("hazelcast.merge.first.run.delay.seconds", "2");
      config.setProperty("hazelcast.merge.next.run.delay.seconds", "2");
      config.setProperty("hazelcast.operation.call.timeout.millis", LOST_CALL_MILLIS);
      // A lock whose keeper has just gone is asked for again soon, and as long as with the
      // defaults, 500 ms and 250 times.
      config.setProperty("hazelcast.invocation.retry.pause.millis", "50");
      config.setProperty("hazelcast.invocation.max.retry.count", "2500");
      config.setProperty("hazelcast.wait.seconds.before.join", members.isEmpty() ? "0" : "1");
      config
          .getNetworkConfig()
          .setPort(port)
          .setPortAutoIncrement(members.isEmpty())
          .setPublicAddress(host);
      config.getNetworkConfig().getInterfaces().setEnabled(true).addInterface(host);
      JoinConfig join = config.getNetworkConfig().getJoin();
      join.getMulticastConfig().setEnabled(false);
      join.getAutoDetectionConfig().setEnabled(false);
      join.getTcpIpConfig().setEnabled(!members.isEmpty()).setMembers(members);
      config.getJetConfig().setEnabled(false);
      config.getMetricsConfig().setEnabled(false);
      return config;
    }
  }

  /**
   * The process's metrics: what services count in Micrometer's global registry arrives here, and
   * what the process holds in memory.
   */
  public static PrometheusMeterRegistry metrics() {
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    Metrics.addRegistry(registry);
    new JvmMemoryMetrics().bindTo(registry);
    new NettyAllocatorMetrics(PooledByteBufAllocator.DEFAULT).bindTo(registry);
    return registry;
  }

  /** One process by itself: the event bus stays inside it. */
  public static Vertx alone(PrometheusMeterRegistry metrics) {
    return builder(metrics).build();
  }

  /**
   * One process of a cluster; one that takes in nobody at the moment is waited for.
   *
   * @param ended is called, on some thread, where the process has fallen out of the cluster for
   *     good and can only be started again; never because it leaves
   */
  public static Future<Vertx> clustered(
      PrometheusMeterRegistry metrics, Cluster cluster, Runnable ended) {
    return Joining.patiently(() -> join(metrics, cluster, ended));
  }

  private static Future<Vertx> join(
      PrometheusMeterRegistry metrics, Cluster cluster, Runnable ended) {
    VertxOptions options = options();
    options.getEventBusOptions().setHost(cluster.host());
    cluster.tls().ifPresent(tls -> tls.applyTo(options.getEventBusOptions()));
    TellingClusterManager members = new TellingClusterManager(cluster.hazelcast(), ended);
    return builder(metrics)
        .with(options)
        .withClusterManager(members)
        .buildClustered()
        .onSuccess(
            vertx -> {
              members.repeat(vertx);
              Consumer<String> left = Bus.join(vertx, members.getNodeId());
              members
                  .getHazelcastInstance()
                  .getCluster()
                  .addMembershipListener(new Departures(left));
            });
  }

  /** Tells the bus of each process that has left the cluster. */
  private record Departures(Consumer<String> left) implements MembershipListener {
    /** Under which the cluster manager keeps a process's id at its Hazelcast member. */
    private static final String NODE = "__vertx.nodeId";

    @Override
    public void memberAdded(MembershipEvent event) {
      // It says itself what it answers.
    }

    @Override
    public void memberRemoved(MembershipEvent event) {
      String node = event.getMember().getAttribute(NODE);
      if (node != null) {
        left.accept(node);
      }
    }
  }

  private static VertxBuilder builder(PrometheusMeterRegistry metrics) {
    return Vertx.builder().with(options()).withMetrics(new MicrometerMetricsFactory(metrics));
  }

  private static VertxOptions options() {
    return new VertxOptions()
        .setPreferNativeTransport(true)
        .setMaxEventLoopExecuteTime(MAX_EVENT_LOOP_MILLIS)
        .setMaxEventLoopExecuteTimeUnit(TimeUnit.MILLISECONDS)
        .setWarningExceptionTime(2 * MAX_EVENT_LOOP_MILLIS)
        .setWarningExceptionTimeUnit(TimeUnit.MILLISECONDS)
        .setMetricsOptions(
            new MicrometerMetricsOptions()
                .setEnabled(true)
                .addDisabledMetricsCategory(MetricsDomain.EVENT_BUS));
  }
}
