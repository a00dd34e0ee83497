package dev.quire.doc.search;

import static dev.quire.doc.RunningDoc.join;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quire.doc.database.Database;
import dev.quire.doc.database.TestDatabase;
import dev.quire.wire.DocumentId;
import dev.quire.wire.Shards;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Tuple;
import java.net.URI;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class DueTextsTest {
  private final Vertx vertx = Vertx.vertx();
  private Database database = unconnected();
  private DueTexts due = new DueTexts(database.people());

  private Database unconnected() {
    return database(TestDatabase.url());
  }

  private Database database(URI url) {
    Database.Bound bound = new Database.Bound(4, 100, 10_000);
    return new Database(vertx, url, bound, bound, bound);
  }

  /** Its own, so that nobody else claims from it. */
  @BeforeAll
  void open() throws SQLException {
    URI url = TestDatabase.prepared("due_texts");
    database = database(url);
    due = new DueTexts(database.people());
  }

  @AfterAll
  void close() {
    join(database.close());
    join(vertx.close());
  }

  private UUID document() {
    UUID id = UUID.randomUUID();
    join(
        database
            .people()
            .execute(
                "INSERT INTO document (id, shard, realm, title, created_by)"
                    + " VALUES ($1, $2, 'quire', 't', 'a')",
                Tuple.of(id, Shards.of(DocumentId.of(id)))));
    return id;
  }

  @Test
  void noDocumentIsClaimedTwiceAndAllAreClaimed() {
    List<UUID> documents = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      documents.add(document());
      due.note(documents.get(i));
    }
    join(due.write());
    DueTexts other = new DueTexts(database.people());
    List<Future<List<DueTexts.Claim>>> asked = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      asked.add(due.claim(5));
      asked.add(other.claim(5));
    }
    List<DueTexts.Claim> claimed = asked.stream().flatMap(list -> join(list).stream()).toList();
    assertThat(claimed).extracting(claim -> claim.document().toUuid()).doesNotHaveDuplicates();
    List<DueTexts.Claim> rest = join(due.claim(50));
    assertThat(claimed.size() + rest.size()).isEqualTo(20);
    claimed.forEach(claim -> join(due.finish(claim, 0)));
    rest.forEach(claim -> join(due.finish(claim, 0)));
    assertThat(join(due.claim(50))).isEmpty();
  }

  @Test
  void whatIsEditedWhileItIsReadStaysDue() {
    UUID id = document();
    due.note(id);
    join(due.write());
    DueTexts.Claim first = join(due.claim(1)).get(0);
    due.note(id);
    join(due.write());
    join(due.finish(first, 0));
    DueTexts.Claim second = join(due.claim(1)).get(0);
    assertThat(second.document()).isEqualTo(first.document());
    join(due.finish(second, 0));
    assertThat(join(due.claim(1))).isEmpty();
  }

  @Test
  void whatWasReadRestsHoweverOftenItIsEditedAndIsDueAfterwards() {
    UUID id = document();
    due.note(id);
    join(due.write());
    DueTexts.Claim first = join(due.claim(1)).get(0);
    join(due.finish(first, 3_600_000));
    due.note(id);
    join(due.write());
    assertThat(join(due.claim(50))).isEmpty();
    // Its rest is over.
    join(
        database
            .people()
            .execute("UPDATE text_due SET due_at = now() WHERE document = $1", Tuple.of(id)));
    DueTexts.Claim second = join(due.claim(50)).get(0);
    assertThat(second.document()).isEqualTo(first.document());
    join(due.finish(second, 0));
    assertThat(join(due.claim(50))).isEmpty();
    assertThat(
            join(database.people().execute("SELECT document FROM text_due", Tuple.tuple())).size())
        .as("whose rest is over and who was not edited is forgotten")
        .isZero();
    due.note(id);
    join(due.write());
    DueTexts.Claim third = join(due.claim(50)).get(0);
    join(due.finish(third, 0));
  }

  @Test
  void theSweepFindsWhatNobodyNoted() {
    UUID id = document();
    assertThat(join(due.sweep(new UUID(0, 0), 10_000))).isNotNull();
    List<DueTexts.Claim> claims = join(due.claim(10_000));
    assertThat(claims).extracting(claim -> claim.document().toUuid()).contains(id);
    claims.forEach(claim -> join(due.finish(claim, 0)));
    assertThat(join(due.sweep(new UUID(-1, -1), 1))).isNull();
  }
}
