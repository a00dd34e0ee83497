package dev.quire.doc;

import dev.quire.doc.content.Contents;
import dev.quire.doc.database.Database;
import dev.quire.doc.database.Schema;
import dev.quire.doc.database.Statements;
import dev.quire.doc.document.DocumentAccess;
import dev.quire.doc.document.DocumentList;
import dev.quire.doc.document.DocumentStore;
import dev.quire.doc.document.Members;
import dev.quire.doc.history.History;
import dev.quire.doc.history.Versions;
import dev.quire.doc.log.PostgresOpLog;
import dev.quire.doc.rest.ContentRoutes;
import dev.quire.doc.rest.DocumentRoutes;
import dev.quire.doc.rest.HistoryRoutes;
import dev.quire.doc.rest.MemberRoutes;
import dev.quire.doc.rest.StateRoutes;
import dev.quire.doc.search.DocumentSearch;
import dev.quire.doc.search.TextIndexer;
import dev.quire.doc.snapshot.PostgresSnapshots;
import dev.quire.doc.state.StateReader;
import dev.quire.kit.Health;
import dev.quire.kit.Settings;
import dev.quire.kit.rest.RestRouter;
import dev.quire.richtext.ContentLimits;
import dev.quire.wire.Bus;
import dev.quire.wire.Call;
import dev.quire.wire.WireMessage;
import dev.quire.wire.auth.AuthCalls;
import dev.quire.wire.doc.AccessChanged;
import dev.quire.wire.doc.DocCalls;
import dev.quire.wire.rest.RestCalls;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.MessageConsumer;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Wires doc-service. Any number of these may serve one database. */
public final class DocService extends VerticleBase {
  private static final Logger log = LoggerFactory.getLogger(DocService.class);
  private static final String HEALTH = "postgres";

  /** The longest that a stop waits for what is being answered. */
  private static final long DRAIN_SECONDS = 10;

  private static final Duration AUTH_PATIENCE = Duration.ofSeconds(5);

  private final SecureRandom random = new SecureRandom();
  private final DocSettings settings;
  private final Health health;
  private final InFlight inFlight = new InFlight();
  private final List<MessageConsumer<Object>> consumers = new ArrayList<>();
  private Optional<TextIndexer> indexer = Optional.empty();
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
    return database.compose(this::answer);
  }

  private Future<?> answer(Database database) {
    PostgresOpLog opLog = new PostgresOpLog(database.appends(), database.owners());
    PostgresSnapshots snapshots = new PostgresSnapshots(database.owners());
    DocumentAccess access = new DocumentAccess(database.owners(), Clock.systemUTC(), random);
    StateReader states = new StateReader(vertx, database.people());
    TextIndexer texts = new TextIndexer(vertx, database.people(), states);
    answer(
        DocCalls.APPEND,
        append -> opLog.append(append).onSuccess(result -> texts.appended(append, result)));
    answer(DocCalls.TAKE_SHARDS, opLog::takeShards);
    answer(DocCalls.READ_LOG, opLog::read);
    answer(DocCalls.READ_HEAD, snapshots::head);
    answer(DocCalls.READ_SNAPSHOT, snapshots::read);
    answer(DocCalls.STORE_SNAPSHOT, snapshots::store);
    answer(DocCalls.OPEN_DOCUMENT, access::open);
    Contents contents = new Contents(states, ContentLimits.DEFAULT, random);
    answer(DocCalls.PREPARE_CONTENT, contents::prepare);
    Versions versions = new Versions(database.people());
    answer(
        DocCalls.PREPARE_RESTORE,
        restore ->
            versions
                .get(restore.document(), restore.version().toUuid())
                .compose(
                    version -> contents.prepareRestore(restore.document(), version.revision())));
    answer(RestCalls.DOC, router(database, states, contents, texts)::handle);

    texts.start();
    indexer = Optional.of(texts);
    DatabasePulse pulse = new DatabasePulse(database.owners());
    pulse.start(vertx);
    health.register(HEALTH, pulse::last);
    return Future.join(consumers.stream().map(MessageConsumer::completion).toList());
  }

  private RestRouter router(
      Database database, StateReader states, Contents contents, TextIndexer texts) {
    Statements people = database.people();
    Clock clock = Clock.systemUTC();
    Bus bus = Bus.on(vertx);
    DocumentAccess access = new DocumentAccess(people, clock, random);
    Consumer<AccessChanged> accessChanged = change -> bus.publish(DocCalls.ACCESS_CHANGED, change);
    RestRouter router = new RestRouter();
    new DocumentRoutes(
            access,
            new DocumentStore(people, clock, random),
            new DocumentList(people),
            new DocumentSearch(people),
            texts::renamed,
            accessChanged)
        .addTo(router);
    new StateRoutes(access, states, people).addTo(router);
    new ContentRoutes(access, states, contents).addTo(router);
    new HistoryRoutes(access, states, new History(people), new Versions(people), clock, random)
        .addTo(router);
    new MemberRoutes(
            access,
            new Members(people),
            find -> bus.request(AuthCalls.FIND_USER, find, AUTH_PATIENCE),
            accessChanged)
        .addTo(router);
    return router;
  }

  private <Q extends WireMessage, R extends WireMessage> void answer(
      Call<Q, R> call, Function<Q, Future<R>> handler) {
    consumers.add(Bus.on(vertx).answer(call, inFlight.counting(handler)));
  }

  /** Takes nothing new, finishes what is being answered, and closes the connections. */
  @Override
  public Future<?> stop() {
    health.unregister(HEALTH);
    return Future.join(consumers.stream().map(MessageConsumer::unregister).toList())
        .compose(unregistered -> idle().timeout(DRAIN_SECONDS, TimeUnit.SECONDS))
        .otherwise(
            late -> {
              log.warn("stopping with calls unanswered: {}", late.getMessage());
              return null;
            })
        .compose(drained -> database)
        .compose(Database::close);
  }

  private Future<?> idle() {
    Future<Void> indexed = indexer.map(TextIndexer::stop).orElse(Future.succeededFuture());
    return Future.join(inFlight.drain(), indexed);
  }
}
