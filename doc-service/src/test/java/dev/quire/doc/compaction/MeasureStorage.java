package dev.quire.doc.compaction;

import static dev.quire.doc.RunningDoc.join;
import static org.awaitility.Awaitility.await;

import dev.quire.crdt.DocOptions;
import dev.quire.crdt.YDoc;
import dev.quire.crdt.YText;
import dev.quire.crdt.lib0.Json;
import dev.quire.doc.baseline.BaselineRequests;
import dev.quire.doc.baseline.BaselineSettings;
import dev.quire.doc.database.Database;
import dev.quire.doc.database.TestDatabase;
import dev.quire.doc.history.BaselineKeeper;
import dev.quire.doc.history.LongReads;
import dev.quire.doc.history.Replay;
import dev.quire.doc.log.PostgresOpLog;
import dev.quire.doc.retention.Retention;
import dev.quire.doc.retention.RetentionSettings;
import dev.quire.doc.segment.Segment;
import dev.quire.doc.state.StateReader;
import dev.quire.kit.Settings;
import dev.quire.wire.Bytes;
import dev.quire.wire.DocumentId;
import dev.quire.wire.SessionId;
import dev.quire.wire.Shards;
import dev.quire.wire.doc.Append;
import dev.quire.wire.doc.ReadLog;
import dev.quire.wire.doc.TakeShards;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/**
 * What an edit takes in the database: the automerge-paper trace as one revision for each of its
 * 259,778 keystrokes, before and after the log is packed, and merged by a retention rule; and what
 * it costs to replay. Run by {@code ./scripts/bench storage}; prints a table.
 */
final class MeasureStorage {
  private static final Path TRACE =
      Path.of(System.getProperty("basedir", "doc-service"))
          .resolve("../crdt/src/test/resources/traces/automerge-paper.json.gz");

  /** What somebody writes before signing in again. */
  private static final int KEYSTROKES_OF_A_SESSION = 10_000;

  private final Vertx vertx = Vertx.vertx();
  private final PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
  private final URI url;

  MeasureStorage() throws SQLException {
    this.url = TestDatabase.prepared("measure_storage");
  }

  @Test
  void measure() throws IOException, SQLException {
    Database.Bound bound = new Database.Bound(4, 100, 10_000);
    Database database = new Database(vertx, url, bound, bound, bound);
    PostgresOpLog log = new PostgresOpLog(database.appends(), database.owners());
    List<byte[]> updates = updates();
    long plain = updates.stream().mapToLong(update -> update.length).sum();
    long empty = bytes("^document_update") + bytes("^log_segment");
    DocumentId document = DocumentId.of(UUID.randomUUID());
    write(log, document, updates);
    statement(
        "UPDATE quire_doc.document_update SET received_at = received_at - interval '100 days'");
    statement("VACUUM FULL");
    say("updates themselves", plain, updates.size());
    say("rows, as written", bytes("^document_update") - empty, updates.size());

    WorkerExecutor worker = vertx.createSharedWorkerExecutor("measure", 1);
    Packing packing = new Packing(database.people(), worker);
    long begun = System.nanoTime();
    int segments = 0;
    long packed = 0;
    while (true) {
      Segment segment = join(packing.packOne(document)).orElse(null);
      if (segment == null) {
        break;
      }
      segments++;
      packed += segment.head().length() + segment.updates().length() + 32;
    }
    double packMillis = (System.nanoTime() - begun) / 1e6;
    say("segments' bytes", packed, updates.size());
    statement("VACUUM FULL");
    say(
        "rows and segments, packed",
        bytes("^document_update") + bytes("^log_segment") - empty,
        updates.size());
    begun = System.nanoTime();
    long reached = 0;
    while (reached < updates.size()) {
      ReadLog.Page page = join(log.read(new ReadLog(document, reached, 5_000, 4 << 20)));
      for (ReadLog.Entry entry : page.entries()) {
        if (!entry.update().equals(Bytes.of(updates.get((int) entry.revision() - 1)))) {
          throw new IllegalStateException("revision " + entry.revision() + " is another one");
        }
      }
      reached = PackedLog.last(page.entries());
    }
    out.printf(
        "%d segments packed in %.0f ms, all revisions read and compared in %.0f ms%n",
        segments, packMillis, (System.nanoTime() - begun) / 1e6);
    history(database, document, updates.size(), "packed");
    document(document);
    baselines(database, document);
    statement("VACUUM FULL");
    say(
        "rows, segments, baselines",
        bytes("^document_update") + bytes("^log_segment") + bytes("^history_baseline") - empty,
        updates.size());
    history(database, document, updates.size(), "from baselines");
    merge(database);
    statement("VACUUM FULL");
    say(
        "rows and segments, merged",
        bytes("^document_update") + bytes("^log_segment") - empty,
        updates.size());
    history(database, document, updates.size(), "merged");
    worker.close().await();
    join(database.close());
    join(vertx.close());
  }

  private void document(DocumentId document) throws SQLException {
    statement(
        String.format(
            "INSERT INTO quire_doc.document (id, shard, realm, title, created_by)"
                + " VALUES ('%s', %d, 'quire', 'Paper', 'author')",
            document, Shards.of(document)));
  }

  /** Has the keeper make all that there are to be. */
  private void baselines(Database database, DocumentId document) throws SQLException {
    StateReader states = new StateReader(vertx, database.people());
    BaselineRequests requests = new BaselineRequests();
    requests.offer(document);
    long begun = System.nanoTime();
    BaselineKeeper keeper =
        new BaselineKeeper(
            vertx,
            database.people(),
            states,
            Replay.Bounds.ofThisProcess(),
            BaselineSettings.from(Settings.of(Map.of())),
            requests,
            10);
    keeper.start();
    String last = "SELECT coalesce(max(log_bytes), 0) FROM quire_doc.history_baseline";
    long[] seen = new long[3];
    await()
        .atMost(Duration.ofMinutes(2))
        .pollInterval(Duration.ofSeconds(1))
        .until(
            () -> {
              boolean grew = number(last) > seen[0] || seen[0] == 0;
              seen[0] = number(last);
              seen[1] = grew ? System.nanoTime() : seen[1];
              return ++seen[2] > 5 && System.nanoTime() - seen[1] > 5_000_000_000L;
            });
    double millis = (seen[1] - begun) / 1e6;
    join(keeper.stop());
    out.printf(
        "%d baselines made in about %.0f ms, of %d bytes%n",
        number("SELECT count(*) FROM quire_doc.history_baseline WHERE state IS NOT NULL"),
        millis,
        number(
            "SELECT coalesce(sum(octet_length(state) + octet_length(writers)), 0)"
                + " FROM quire_doc.history_baseline"));
  }

  /** Has a retention rule merge all that there is: it was written a hundred days ago. */
  private void merge(Database database) throws SQLException {
    long begun = System.nanoTime();
    Retention retention =
        new Retention(
            vertx,
            database.people(),
            new RetentionSettings(1, 1_000, 10, 10),
            new Random(1),
            Retention.databaseClock(database.people()),
            merged -> {});
    retention.start();
    await()
        .atMost(Duration.ofMinutes(2))
        .until(
            () ->
                number("SELECT count(*) FROM quire_doc.log_segment WHERE merged_until < 'infinity'")
                    == 0);
    double millis = (System.nanoTime() - begun) / 1e6;
    join(retention.stop());
    out.printf(
        "merged into %d segments in %.0f ms%n",
        number("SELECT count(*) FROM quire_doc.log_segment"), millis);
  }

  /** Blame of the whole document: how long the replay takes, and what it holds at its end. */
  private void history(Database database, DocumentId document, long revision, String what) {
    StateReader states = new StateReader(vertx, database.people());
    Replay replay =
        new Replay(database.people(), states, Replay.Bounds.ofThisProcess(), LongReads.IGNORED);
    for (int i = 0; i < 2; i++) {
      long before = usedBytes();
      long begun = System.nanoTime();
      double[] done = new double[1];
      long held =
          join(
              replay.use(
                  document,
                  0,
                  revision,
                  replayed -> {
                    done[0] = (System.nanoTime() - begun) / 1e6;
                    long used = usedBytes() - before;
                    return replayed.doc().getText("t").length() > 0 ? used : 0;
                  }));
      out.printf(
          "%s: replayed for blame in %.0f ms, %.1f MB held at its end%n",
          what, done[0], held / 1e6);
    }
  }

  private static long usedBytes() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  private long number(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(TestDatabase.jdbc(url));
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      result.next();
      return result.getLong(1);
    }
  }

  private void say(String what, long bytes, int edits) {
    out.printf("%-28s %,12d bytes %7.2f an edit%n", what, bytes, (double) bytes / edits);
  }

  private static void write(PostgresOpLog log, DocumentId document, List<byte[]> updates) {
    int shard = Shards.of(document);
    TakeShards claim = new TakeShards("measure", List.of(new TakeShards.Claim(shard, 0, 0)));
    long epoch = join(log.takeShards(claim)).epochs().get(0).epoch();
    int commit = 50;
    for (int at = 0; at < updates.size(); at += commit) {
      SessionId session = new SessionId(0x0190a1b200007000L, at / KEYSTROKES_OF_A_SESSION);
      List<Append.Update> items =
          updates.subList(at, Math.min(updates.size(), at + commit)).stream()
              .map(
                  update ->
                      new Append.Update(
                          "0190a1b2-0000-7000-8000-000000000000", Bytes.of(update), session))
              .toList();
      join(log.append(new Append(List.of(new Append.Part(document, epoch, at, items)))));
    }
  }

  private static List<byte[]> updates() throws IOException {
    YDoc doc = new YDoc(DocOptions.DEFAULT.withClientId(3_735_928_559L));
    List<byte[]> updates = new ArrayList<>();
    doc.onUpdate(event -> updates.add(event.update()));
    YText text = doc.getText("t");
    for (Object transaction : list(field(trace(), "txns"))) {
      for (Object patch : list(field(transaction, "patches"))) {
        List<?> parts = list(patch);
        int at = ((Number) parts.get(0)).intValue();
        int deleted = ((Number) parts.get(1)).intValue();
        doc.transact(
            change -> {
              if (deleted > 0) {
                text.delete(at, deleted);
              }
              text.insert(at, (String) parts.get(2));
            });
      }
    }
    return updates;
  }

  private static Object trace() throws IOException {
    try (InputStream in = new GZIPInputStream(Files.newInputStream(TRACE))) {
      Object trace = Json.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
      if (trace == null) {
        throw new IOException("no trace");
      }
      return trace;
    }
  }

  private static Object field(Object object, String name) {
    Object value = ((Map<?, ?>) object).get(name);
    if (value == null) {
      throw new IllegalArgumentException("no " + name);
    }
    return value;
  }

  private static List<?> list(Object value) {
    return (List<?>) value;
  }

  /** Of tables, their indexes and what they keep aside. */
  private long bytes(String tables) throws SQLException {
    try (Connection connection = DriverManager.getConnection(TestDatabase.jdbc(url));
        Statement statement = connection.createStatement();
        ResultSet result =
            statement.executeQuery(
                "SELECT sum(pg_total_relation_size(oid)) FROM pg_class"
                    + " WHERE relkind = 'r' AND relnamespace = 'quire_doc'::regnamespace"
                    + " AND relname ~ '"
                    + tables
                    + "'")) {
      result.next();
      return result.getLong(1);
    }
  }

  private void statement(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(TestDatabase.jdbc(url));
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
