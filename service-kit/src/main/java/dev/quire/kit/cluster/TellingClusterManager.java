package dev.quire.kit.cluster;

import com.hazelcast.cluster.MembershipEvent;
import com.hazelcast.config.Config;
import com.hazelcast.core.LifecycleEvent;
import dev.quire.kit.cluster.Announcement.Place;
import io.vertx.core.Completable;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxException;
import io.vertx.core.json.JsonObject;
import io.vertx.core.spi.cluster.NodeInfo;
import io.vertx.core.spi.cluster.RegistrationInfo;
import io.vertx.core.spi.cluster.RegistrationListener;
import io.vertx.core.spi.cluster.RegistrationUpdateEvent;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The event bus's members, who tell each other what they listen to, member by member. A lookup
 * reads memory; it waits for nobody, whatever happens to the cluster.
 *
 * <p>A process tells all others whenever that changes, and somebody who has come at once; and all
 * of them every {@link #ROUND_MILLIS} for {@link #ROUNDS_MILLIS} after members have come, gone or
 * merged, every {@link #QUIET_MILLIS} otherwise, so that a word that is lost is made up for. Who is
 * not in Hazelcast's cluster any more is forgotten unless he answers ({@link Liveness}): members
 * whose connections were broken hold each other for gone until their parts of the cluster merge,
 * and are there all the same. The manager that this extends keeps the same in Hazelcast's
 * partitions; nothing of that is used. Safe from any thread.
 */
// What is overridden guards itself; nothing is left of what the manager locks itself for.
@SuppressWarnings("UnsynchronizedOverridesSynchronized")
public final class TellingClusterManager extends HazelcastClusterManager {
  static final long ROUND_MILLIS = 2_000;
  static final long ROUNDS_MILLIS = 30_000;
  static final long QUIET_MILLIS = 10_000;

  /** Under which the manager that this extends keeps a process's id at its Hazelcast member. */
  private static final String NODE = "__vertx.nodeId";

  private static final Logger log = LoggerFactory.getLogger(TellingClusterManager.class);

  private final Runnable ended;
  private volatile @Nullable Directory directory;
  private volatile @Nullable RegistrationListener listener;
  private volatile @Nullable NodeInfo place;
  private volatile @Nullable Teller teller;
  private volatile @Nullable Liveness liveness;
  private volatile long disturbedAt = nowMillis();
  private volatile long toldAt;
  private volatile boolean isThawing;

  private final LookedUp lookedUp = new LookedUp();

  /** One change after the other reaches Vert.x, each with what holds then. */
  private final Object changes = new Object();

  /**
   * @param ended is called, on some thread, where Hazelcast ends the member by itself: one that
   *     can't get into the cluster that it is merged with. This process then hears nobody and
   *     nobody hears it, for good
   */
  public TellingClusterManager(Config config, Runnable ended) {
    super(config);
    this.ended = ended;
    config.getUserContext().put(Word.HEARER, this);
  }

  /** Ends when everybody who is there has said what he listens to, or can't. */
  @Override
  public void join(Completable<Void> promise) {
    Promise<Void> joined = Promise.promise();
    super.join(joined);
    joined
        .future()
        .compose(
            done -> {
              Directory here = new Directory(getNodeId());
              directory = here;
              teller =
                  new Teller(
                      getHazelcastInstance(),
                      here::own,
                      said -> changed(here.learn(said)),
                      () -> disturbedAt = nowMillis());
              return tell();
            })
        .onComplete(promise);
  }

  /** Begins with what is to be done again and again; once the process has joined. */
  public void repeat(Vertx vertx) {
    Liveness here = new Liveness(vertx);
    here.answerAs(getNodeId());
    liveness = here;
    Thaw thaw = new Thaw(getHazelcastInstance(), TellingClusterManager::nowMillis);
    vertx.setPeriodic(
        ROUND_MILLIS,
        timer -> {
          if (!isActive()) {
            return;
          }
          round();
          if (!isThawing) {
            isThawing = true;
            vertx
                .executeBlocking(
                    () -> {
                      thaw.round();
                      return isActive();
                    },
                    false)
                .onFailure(fault -> log.warn("event=cluster-not-thawed", fault))
                .onComplete(done -> isThawing = false);
          }
        });
  }

  private void round() {
    changed(lookedUp.turn());
    known().missing(getNodes()).forEach(this::forgetUnlessItAnswers);
    long now = nowMillis();
    if (now - disturbedAt < ROUNDS_MILLIS || now - toldAt >= QUIET_MILLIS) {
      // Whoever could not be told will be in a later round, or has left.
      tell().onFailure(fault -> log.debug("event=listeners-not-told fault={}", fault.toString()));
    }
  }

  private void forgetUnlessItAnswers(String node) {
    Directory here = known();
    Liveness asking = liveness;
    if (asking == null) {
      changed(here.forget(node));
      return;
    }
    asking
        .ask(node)
        .onSuccess(answers -> changed(answers ? here.believe(node) : here.forget(node)))
        .onFailure(fault -> log.warn("event=nobody-asked", fault));
  }

  private Directory known() {
    return Objects.requireNonNull(directory, "not joined");
  }

  // Telling.

  /** Another process has said what it listens to; what this one does, for an answer. */
  @Nullable Announcement hear(Announcement said) {
    Directory here = directory;
    if (here == null) {
      return null;
    }
    changed(here.learn(said));
    return here.own();
  }

  private Future<Void> tell() {
    toldAt = nowMillis();
    return Objects.requireNonNull(teller, "not joined").tell();
  }

  private void changed(Set<String> addresses) {
    RegistrationListener told = listener;
    Directory here = directory;
    if (told == null || here == null || addresses.isEmpty()) {
      return;
    }
    synchronized (changes) {
      for (String address : addresses) {
        if (told.wantsUpdatesFor(address)) {
          told.registrationsUpdated(new RegistrationUpdateEvent(address, here.at(address)));
        }
      }
    }
  }

  // What Vert.x asks and says.

  @Override
  public void registrationListener(RegistrationListener told) {
    listener = told;
    super.registrationListener(told);
  }

  @Override
  public void addRegistration(String address, RegistrationInfo info, Completable<Void> promise) {
    known().add(address, info);
    changed(Set.of(address));
    toldUnlessLocal(info, promise);
  }

  @Override
  public void removeRegistration(String address, RegistrationInfo info, Completable<Void> promise) {
    known().remove(address, info);
    changed(Set.of(address));
    toldUnlessLocal(info, promise);
  }

  private void toldUnlessLocal(RegistrationInfo info, Completable<Void> promise) {
    if (info.localOnly()) {
      promise.succeed();
    } else {
      tell().onComplete(promise);
    }
  }

  @Override
  public void getRegistrations(String address, Completable<List<RegistrationInfo>> promise) {
    lookedUp.add(address);
    promise.succeed(known().at(address));
  }

  @Override
  public void setNodeInfo(NodeInfo info, Completable<Void> promise) {
    place = info;
    JsonObject metadata = info.metadata();
    known()
        .reachedAt(
            new Place(info.host(), info.port(), metadata == null ? null : metadata.encode()));
    tell().onComplete(promise);
  }

  @Override
  public @Nullable NodeInfo getNodeInfo() {
    return place;
  }

  @Override
  public void getNodeInfo(String node, Completable<NodeInfo> promise) {
    known()
        .placeOf(node)
        .ifPresentOrElse(
            found ->
                promise.succeed(
                    new NodeInfo(
                        found.host(),
                        found.port(),
                        found.metadata() == null ? null : new JsonObject(found.metadata()))),
            () -> promise.fail(new VertxException("Not a member of the cluster", true)));
  }

  // What Hazelcast says.

  @Override
  public void memberAdded(MembershipEvent event) {
    disturbed();
  }

  @Override
  public void memberRemoved(MembershipEvent event) {
    String node = event.getMember().getAttribute(NODE);
    Directory here = directory;
    if (node != null && here != null) {
      // Nobody is to wait for one that was killed; one that is there answers in no time.
      changed(here.doubt(node));
      forgetUnlessItAnswers(node);
    }
    disturbedAt = nowMillis();
  }

  @Override
  public void stateChanged(LifecycleEvent event) {
    // Nobody listens any more where this process leaves.
    if (event.getState() == LifecycleEvent.LifecycleState.SHUTDOWN) {
      ended.run();
    } else if (event.getState() == LifecycleEvent.LifecycleState.MERGED) {
      disturbed();
    }
  }

  private void disturbed() {
    disturbedAt = nowMillis();
    if (directory != null) {
      round();
    }
  }

  private static long nowMillis() {
    return System.nanoTime() / 1_000_000;
  }
}
