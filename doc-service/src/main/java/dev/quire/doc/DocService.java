package dev.quire.doc;

import dev.quire.doc.baseline.BaselineRequests;
import dev.quire.doc.compaction.Compactor;
import dev.quire.doc.content.Contents;
import dev.quire.doc.database.Database;
import dev.quire.doc.database.Schema;
import dev.quire.doc.database.Statements;
import dev.quire.doc.document.DocumentAccess;
import dev.quire.doc.document.DocumentList;
import dev.quire.doc.document.DocumentStore;
import dev.quire.doc.document.Members;
import dev.quire.doc.history.BaselineKeeper;
import dev.quire.doc.history.History;
import dev.quire.doc.history.LongReads;
import dev.quire.doc.history.Replay;
import dev.quire.doc.history.Restoration;
import dev.quire.doc.history.Versions;
import dev.quire.doc.integrity.IntegrityCheck;
import dev.quire.doc.link.ShareLinks;
import dev.quire.doc.link.Visits;
import dev.quire.doc.log.PostgresOpLog;
import dev.quire.doc.organisation.OrganisationMembers;
import dev.quire.doc.organisation.Organisations;
import dev.quire.doc.purge.Purge;
import dev.quire.doc.replica.Reader;
import dev.quire.doc.replica.Sources;
import dev.quire.doc.request.KeyedRequests;
import dev.quire.doc.rest.AnchorRoutes;
import dev.quire.doc.rest.ContentRoutes;
import dev.quire.doc.rest.DiffRoutes;
import dev.quire.doc.rest.DocumentRoutes;
import dev.quire.doc.rest.HistoryRoutes;
import dev.quire.doc.rest.IntegrityRoutes;
import dev.quire.doc.rest.LinkRoutes;
import dev.quire.doc.rest.MemberRoutes;
import dev.quire.doc.rest.NewIds;
import dev.quire.doc.rest.OrganisationRoutes;
import dev.quire.doc.rest.StateRoutes;
import dev.quire.doc.rest.VisitRoutes;
import dev.quire.doc.retention.Retention;
import dev.quire.doc.revocation.RevocationStream;
import dev.quire.doc.search.PresentRights;
import dev.quire.doc.search.TextIndexer;
import dev.quire.doc.snapshot.PostgresSnapshots;
import dev.quire.doc.state.StateReader;
import dev.quire.kit.Health;
import dev.quire.kit.Settings;
import dev.quire.kit.limit.RateLimit;
import dev.quire.kit.rest.RestRouter;
import dev.quire.richtext.ContentLimits;
import dev.quire.wire.Answers;
import dev.quire.wire.Bus;
import dev.quire.wire.DocumentId;
import dev.quire.wire.auth.AuthCalls;
import dev.quire.wire.auth.AuthCalls.FindUser;
import dev.quire.wire.auth.AuthCalls.FoundUser;
import dev.quire.wire.doc.AccessChanged;
import dev.quire.wire.doc.DocCalls;
import dev.quire.wire.rest.RestCalls;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Wires doc-service. Any number of these may serve one database. */
public final class DocService extends VerticleBase {
  private static final Logger log = LoggerFactory.getLogger(DocService.class);
  private static final String HEALTH = "postgres";

  /** The longest that a stop waits for what is being answered. */
  private static final Duration DRAIN = Duration.ofSeconds(10);

  private static final long SWEEP_MILLIS = 60_000;

  /** In the news of a change that is about no single document. */
  private static final DocumentId NO_DOCUMENT = new DocumentId(0, 0);

  private static final Duration AUTH_PATIENCE = Duration.ofSeconds(5);

  private final SecureRandom random = new SecureRandom();
  private final DocSettings settings;
  private final Health health;
  private @Nullable Answers answers;
  private Optional<TextIndexer> indexer = Optional.empty();
  private Optional<Compactor> compactor = Optional.empty();
  private Optional<Purge> purge = Optional.empty();
  private Optional<Retention> retention = Optional.empty();
  private Optional<BaselineKeeper> baselines = Optional.empty();
  private Optional<Sources> sources = Optional.empty();
  private Future<Database> database = Future.failedFuture("not started");

  public DocService(Settings settings, Health health) {
    this.settings = DocSettings.from(settings);
    this.health = health;
  }

  /** Completes when the schema is up to date and every call is answered. */
  @Override
  public Future<?> start() {
    database =
        vertx
            .executeBlocking(
                () -> {
                  Schema.prepare(settings.database(), settings.allowUnsafeDatabase());
                  return settings.database();
                })
            .map(
                url ->
                    new Database(
                        vertx, url, settings.appends(), settings.owners(), settings.people()));
    return database.compose(opened -> opened.connect().compose(connected -> answer(opened)));
  }

  private Future<?> answer(Database database) {
    PostgresOpLog opLog = new PostgresOpLog(database.appends(), database.owners());
    PostgresSnapshots snapshots = new PostgresSnapshots(database.owners());
    DocumentAccess access = new DocumentAccess(database.owners(), Clock.systemUTC(), random);
    StateReader states = new StateReader(vertx, database.people());
    TextIndexer texts =
        new TextIndexer(vertx, database.people(), StateReader.ofSearch(vertx, database.people()));
    RevocationStream revocations = new RevocationStream(database.owners());
    Visits visits = visits(database.people());
    KeyedRequests keys = new KeyedRequests(database.people(), Clock.systemUTC(), random);
    vertx.setPeriodic(
        SWEEP_MILLIS,
        timer -> {
          sweep("revocations", revocations.sweep());
          sweep("idempotency keys", keys.sweep());
          sweep("visits", visits.sweep());
        });
    Contents contents = new Contents(states, ContentLimits.DEFAULT, Clock.systemUTC(), random);
    Versions versions = new Versions(database.people());
    BaselineRequests wanted = new BaselineRequests();
    Replay.Bounds bounds = Replay.Bounds.ofThisProcess();
    Replay replay =
        new Replay(
            database.people(),
            states,
            bounds,
            new LongReads(settings.baselines().stepBytes(), wanted::offer));
    Restoration restoration = new Restoration(contents, replay);
    Answers given =
        Bus.on(vertx)
            .answers()
            .to(
                DocCalls.APPEND,
                append -> opLog.append(append).onSuccess(result -> texts.appended(append, result)))
            .to(DocCalls.TAKE_SHARDS, opLog::takeShards)
            .to(DocCalls.READ_EPOCHS, opLog::readEpochs)
            .to(DocCalls.READ_LOG, opLog::read)
            .to(DocCalls.READ_HEAD, snapshots::head)
            .to(DocCalls.READ_SNAPSHOT, snapshots::read)
            .to(DocCalls.STORE_SNAPSHOT, snapshots::store)
            .to(DocCalls.OPEN_DOCUMENT, access::open)
            .to(DocCalls.READ_REVOCATIONS, revocations::read)
            .to(DocCalls.END_SIGN_INS, revocations::endSignIns)
            .to(DocCalls.PREPARE_CONTENT, contents::prepare)
            .to(DocCalls.TAKE_KEY, keys::take)
            .to(DocCalls.KEEP_ANSWER, keys::keep)
            .to(
                DocCalls.PREPARE_RESTORE,
                restore ->
                    versions
                        .get(restore.document(), restore.version().toUuid())
                        .compose(
                            version -> restoration.prepare(restore.document(), version.revision())))
            .to(RestCalls.DOC, router(database, states, contents, replay, texts)::handle);
    answers = given;

    texts.start();
    indexer = Optional.of(texts);
    Compactor packer =
        new Compactor(vertx, database.people(), settings.compaction(), random, wanted::offer);
    packer.start();
    compactor = Optional.of(packer);
    Purge purger = new Purge(vertx, database.people(), settings.purge());
    purger.start();
    purge = Optional.of(purger);
    Retention merger =
        new Retention(
            vertx,
            database.people(),
            settings.retention(),
            random,
            Retention.databaseClock(database.people()),
            wanted::offer);
    merger.start();
    retention = Optional.of(merger);
    BaselineKeeper keeper =
        new BaselineKeeper(
            vertx,
            database.people(),
            states,
            bounds,
            settings.baselines(),
            wanted,
            settings.compaction().turnMillis());
    keeper.start();
    baselines = Optional.of(keeper);
    DatabasePulse pulse = new DatabasePulse(database.owners());
    pulse.start(vertx);
    health.register(HEALTH, pulse::last);
    return given.ready();
  }

  private Visits visits(Statements people) {
    return new Visits(people, settings.visits(), Clock.systemUTC(), random);
  }

  private static void sweep(String what, Future<Integer> swept) {
    swept.onFailure(fault -> log.warn("{} not swept: {}", what, fault.getMessage()));
  }

  private RestRouter router(
      Database database, StateReader states, Contents contents, Replay replay, TextIndexer texts) {
    Statements people = database.people();
    Clock clock = Clock.systemUTC();
    Bus bus = Bus.on(vertx);
    DocumentAccess access = new DocumentAccess(people, clock, random);
    Consumer<AccessChanged> accessChanged = change -> bus.publish(DocCalls.ACCESS_CHANGED, change);
    NewIds ids = new NewIds(clock, random);
    Sources sources =
        new Sources(
            vertx,
            people,
            Reader.of(people, states, contents, replay),
            replay,
            settings.replicas(),
            random);
    sources.start();
    this.sources = Optional.of(sources);
    RestRouter router = new RestRouter();
    new DocumentRoutes(
            access,
            new DocumentStore(people),
            new DocumentList(people),
            sources,
            new PresentRights(people),
            ids,
            texts::renamed,
            accessChanged)
        .addTo(router);
    new StateRoutes(access, states, people).addTo(router);
    new ContentRoutes(access, states, sources, new History(people)).addTo(router);
    new HistoryRoutes(access, states, sources, new Versions(people), ids).addTo(router);
    new IntegrityRoutes(access, new IntegrityCheck(vertx, people)).addTo(router);
    new DiffRoutes(access, states, sources).addTo(router);
    new AnchorRoutes(access, states, sources).addTo(router);
    new LinkRoutes(access, new ShareLinks(people, clock, random), clock, accessChanged)
        .addTo(router);
    Function<FindUser, Future<FoundUser>> users =
        find -> bus.request(AuthCalls.FIND_USER, find, AUTH_PATIENCE);
    new VisitRoutes(
            visits(people),
            new RateLimit(settings.visits().callsPerMinute(), System::nanoTime),
            visit -> bus.request(AuthCalls.ISSUE_VISIT, visit, AUTH_PATIENCE))
        .addTo(router);
    new MemberRoutes(access, new Members(people), users, accessChanged).addTo(router);
    new OrganisationRoutes(
            new Organisations(people, clock, random),
            new OrganisationMembers(people),
            users,
            () -> accessChanged.accept(new AccessChanged(NO_DOCUMENT, "")))
        .addTo(router);
    return router;
  }

  /** Takes nothing new, finishes what is being answered, and closes the connections. */
  @Override
  public Future<?> stop() {
    health.unregister(HEALTH);
    Future<Void> drained = answers == null ? Future.succeededFuture() : answers.drain(DRAIN);
    return drained
        .compose(answered -> worked().timeout(DRAIN.toMillis(), TimeUnit.MILLISECONDS))
        .otherwise(
            late -> {
              log.warn("stopping with calls unanswered: {}", late.getMessage());
              return null;
            })
        .compose(ended -> sources.map(Sources::stop).orElse(Future.succeededFuture()))
        .compose(closed -> database)
        .compose(Database::close);
  }

  private Future<Void> worked() {
    return Future.join(
            indexer.map(TextIndexer::stop).orElse(Future.succeededFuture()),
            compactor.map(Compactor::stop).orElse(Future.succeededFuture()),
            purge.map(Purge::stop).orElse(Future.succeededFuture()),
            baselines.map(BaselineKeeper::stop).orElse(Future.succeededFuture()),
            retention.map(Retention::stop).orElse(Future.succeededFuture()))
        .mapEmpty();
  }
}
