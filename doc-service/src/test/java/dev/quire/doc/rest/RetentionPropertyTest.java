package dev.quire.doc.rest;

import static dev.quire.doc.RunningDoc.account;
import static dev.quire.doc.RunningDoc.join;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quire.crdt.YDoc;
import dev.quire.crdt.update.Updates;
import dev.quire.doc.RunningDoc;
import dev.quire.doc.database.TestDatabase;
import dev.quire.wire.Bytes;
import dev.quire.wire.doc.DocCalls;
import dev.quire.wire.doc.SnapshotFormat;
import dev.quire.wire.doc.StoreSnapshot;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** At every revision that is kept, a document is what it was, whatever was merged around it. */
@Tag("slow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RetentionPropertyTest {
  private final URI url = TestDatabase.prepared("retention_property");
  private final AgedLog log = new AgedLog(url);
  private final RunningDoc doc = new RunningDoc(url, Map.of("QUIRE_COMPACTION", "false"));
  private final RestClient alice = new RestClient(doc, account(UUID.randomUUID().toString()));

  @AfterAll
  void close() {
    join(doc.stopService());
    doc.close();
  }

  /** What is read of a document at revisions and between them. */
  private record Reads(Map<Long, String> states, Map<String, String> answers) {}

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void mergingChangesNothingAtAnyRevisionThatIsKept(long seed) throws SQLException {
    Random random = new Random(seed);
    LoggedDocument text = new LoggedDocument(doc, alice, "Text " + seed);
    List<Bytes> updates = RandomEdits.of(random, 60 + random.nextInt(60));
    List<Instant> times = append(text, random, updates);
    log.age(text.document(), times);
    Set<Long> named = new HashSet<>(name(text, random));
    List<Long> asked =
        random.longs(24, 0, text.revision() + 1).sorted().distinct().boxed().toList();
    List<Long> all = new ArrayList<>(named);
    all.addAll(asked);
    Reads before = read(text, all);

    List<JsonObject> items = AgedLog.items(text);
    for (int days : new int[] {80, 30 + random.nextInt(30), 10, 10}) {
      List<JsonObject> earlier = items;
      log.merge(text.document(), days);
      items = AgedLog.items(text);
      assertCoversAll(items, text.revision());
      if (random.nextBoolean()) {
        name(text, random).forEach(named::add);
      }
      Set<Long> kept = kept(items);
      assertThat(kept).containsAll(named);
      assertThat(kept(earlier)).containsAll(kept);
      Reads after = read(text, all.stream().filter(kept::contains).toList());
      assertThat(after.states())
          .allSatisfy(
              (revision, state) -> assertThat(before.states().get(revision)).isEqualTo(state));
      assertThat(after.answers())
          .allSatisfy(
              (path, answer) -> assertThat(before.answers().get(path)).as(path).isEqualTo(answer));
      assertThat(text.get("/integrity").json().getJsonArray("findings")).isEmpty();
    }
    assertThat(items.size()).isLessThan((int) text.revision());
    log.merge(text.document(), 10);
    assertThat(AgedLog.items(text)).isEqualTo(items);
  }

  /** One commit for each few updates; a snapshot somewhere; and when they all are to have been. */
  private List<Instant> append(LoggedDocument text, Random random, List<Bytes> updates) {
    List<Instant> times = new ArrayList<>();
    Instant at = AgedLog.ago(100);
    String author = "ada";
    int snapshotAt = random.nextInt(updates.size());
    for (Bytes update : updates) {
      author =
          random.nextInt(6) == 0 ? List.of("ada", "bob", "cyd").get(random.nextInt(3)) : author;
      text.append(author, update);
      at = at.plusSeconds(random.nextInt(12) == 0 ? random.nextInt(200_000) : random.nextInt(90));
      times.add(at);
      if (times.size() == snapshotAt) {
        Bytes stored = Bytes.of(SnapshotFormat.compress(text.get("/state").reply().body().array()));
        doc.call(
            DocCalls.STORE_SNAPSHOT,
            new StoreSnapshot(text.document(), text.epoch(), text.revision(), 0, 1, stored));
      }
    }
    return times;
  }

  /** Names some of the revisions that are kept. */
  private Set<Long> name(LoggedDocument text, Random random) {
    List<Long> kept = kept(AgedLog.items(text)).stream().sorted().toList();
    Set<Long> named = new HashSet<>();
    for (int i = 0; i < 3; i++) {
      long revision = kept.get(random.nextInt(kept.size()));
      JsonObject body = new JsonObject().put("name", "v" + revision).put("revision", revision);
      assertThat(alice.post("/" + text.id() + "/versions", body).status()).isEqualTo(201);
      named.add(revision);
    }
    return named;
  }

  private static Set<Long> kept(List<JsonObject> items) {
    Set<Long> kept = new HashSet<>(Set.of(0L));
    items.forEach(item -> kept.add(item.getLong("revision")));
    return kept;
  }

  private static void assertCoversAll(List<JsonObject> items, long last) {
    long reached = 0;
    for (JsonObject item : items) {
      assertThat(item.getLong("fromRevision", item.getLong("revision"))).isEqualTo(reached + 1);
      reached = item.getLong("revision");
    }
    assertThat(reached).isEqualTo(last);
  }

  private static Reads read(LoggedDocument text, List<Long> revisions) {
    Map<Long, String> states = new TreeMap<>();
    YDoc replayed = new YDoc();
    states.put(0L, state(replayed));
    for (JsonObject item : AgedLog.items(text)) {
      replayed.applyUpdate(Base64.getDecoder().decode(item.getString("update")));
      states.put(item.getLong("revision"), state(replayed));
    }
    Map<String, String> answers = new HashMap<>();
    for (long revision : revisions) {
      String content = "/content?format=prosemirror&revision=" + revision;
      answers.put(content, text.get(content).status() + " " + text.get(content).text());
      String blame = "/blame?revision=" + revision;
      answers.put(blame, joined(text.get(blame).json().getJsonArray("items")));
    }
    for (long from : revisions) {
      for (long to : revisions) {
        if (from <= to && (from * 31 + to) % 7 == 0) {
          String diff = "/diff?from=" + from + "&to=" + to;
          answers.put(diff, joined(text.get(diff).json().getJsonArray("changes")));
        }
      }
    }
    return new Reads(states, answers);
  }

  /** As a document that is loaded again encodes it, with what is missing a part joined. */
  private static String state(YDoc doc) {
    YDoc loaded = new YDoc();
    loaded.applyUpdate(doc.encodeStateAsUpdate());
    return Base64.getEncoder()
        .encodeToString(Updates.merge(List.of(loaded.encodeStateAsUpdate(), Updates.empty())));
  }

  /** What somebody wrote or deleted in a row, from whichever revisions it is. */
  private static String joined(JsonArray pieces) {
    StringBuilder all = new StringBuilder();
    String before = "";
    for (Object one : pieces) {
      JsonObject piece = (JsonObject) one;
      String who = piece.getString("kind") + piece.getInteger("block") + piece.getString("author");
      all.append(who.equals(before) ? "" : "\n" + who + ":");
      all.append(piece.getString("text", "")).append(piece.getString("element", ""));
      before = who;
    }
    return all.toString();
  }
}
