package dev.quire.doc.rest;

import static dev.quire.doc.RunningDoc.account;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.quire.doc.RunningDoc;
import dev.quire.doc.database.Database;
import dev.quire.doc.database.TestDatabase;
import dev.quire.doc.link.VisitLimits;
import dev.quire.doc.link.Visits;
import dev.quire.doc.rest.RestClient.Answer;
import dev.quire.kit.limit.ReachedLimits;
import dev.quire.wire.DocumentId;
import dev.quire.wire.Role;
import dev.quire.wire.WireFailure.Code;
import dev.quire.wire.doc.AccessChanged;
import io.vertx.core.json.JsonObject;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Clock;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How many people without an account are let in, and what becomes of their places. */
final class VisitPlacesTest extends Visiting {
  private ReachedLimits limits = new ReachedLimits();

  @AfterEach
  void countAnew() {
    limits.close();
    limits = new ReachedLimits();
  }

  @Test
  void anAddressTakesNoMoreOfALinksPlacesThanItLeavesFree() {
    JsonObject link = make(Role.VIEWER, null, true);
    assertThat(letIn(stranger, link)).isEqualTo(PER_LINK / 2);
    assertThat(letIn(stranger.from("192.0.2.1"), link)).isEqualTo(PER_LINK / 4);
    // Another address of the same customer is no other one.
    assertThat(letIn(stranger.from("2001:db8::1"), link)).isEqualTo(2);
    assertThat(letIn(stranger.from("2001:db8::2"), link)).isZero();
    assertThat(letIn(stranger.from("192.0.2.2"), link)).isEqualTo(1);
    assertThat(letIn(stranger.from("192.0.2.3"), link)).isZero();
    assertThat(visitorsNow()).isEqualTo(PER_LINK);
    assertThat(limits.reached("visitors_per_link")).isEqualTo(6);
    assertThat(limits.reached("visitors_per_address")).isZero();
  }

  @Test
  void soManyAreLetInFromAnAddressByAllLinksAndNoMore() {
    assertThat(letIn(stranger, make(Role.VIEWER, null, true))).isEqualTo(PER_LINK / 2);
    assertThat(letIn(stranger, make(Role.VIEWER, null, true)))
        .isEqualTo(PER_ADDRESS - PER_LINK / 2);
    assertThat(limits.reached("visitors_per_address")).isEqualTo(1);
  }

  /** How many are, before one is not. */
  private static int letIn(RestClient who, JsonObject link) {
    for (int i = 0; ; i++) {
      Answer answer = visit(who, link);
      if (answer.status() != 200) {
        assertThat(answer.status()).isEqualTo(503);
        return i;
      }
    }
  }

  @Test
  void aVisitThatGetsNoTokenTakesNoPlace() {
    JsonObject link = make(Role.EDITOR, null, true);
    RestClient staying = visitor(visit(stranger, link));
    silent = true;

    assertThat(visit(stranger, link).status()).isEqualTo(503);
    assertThat(visit(staying, link).status()).isEqualTo(503);

    assertThat(issued).hasSize(3);
    assertThat(visitorsNow()).isEqualTo(1);
    assertThat(roleOf(idOf(staying))).isEqualTo(Role.EDITOR);
  }

  /** Who comes was nobody before, and who stays may do what he might: nobody else must know. */
  @Test
  void noFollowerIsWokenForAVisit() {
    JsonObject link = make(Role.EDITOR, null, true);
    RestClient visitor = visitor(visit(stranger, link));
    visit(visitor, link);
    alice.delete("/" + id + "/links/" + link.getString("id"));

    // What comes first of one sender is heard first: there was nothing before the link's end.
    DocumentId document = DocumentId.parse(id).orElseThrow();
    await().until(() -> news.stream().anyMatch(change -> change.document().equals(document)));
    assertThat(news)
        .filteredOn(change -> change.document().equals(document))
        .containsExactly(new AccessChanged(document, ""));
  }

  @Test
  void visitsThatAreOverAreForgottenHoweverManyAndOthersAreNot() throws SQLException {
    JsonObject link = make(Role.VIEWER, null, true);
    RestClient staying = visitor(visit(stranger, link));
    RestClient bob = new RestClient(doc, account(UUID.randomUUID().toString()));
    bob.post("/api/v1/links/redeem", new JsonObject().put("token", link.getString("token")));
    execute(
        "INSERT INTO quire_doc.document_link_guest (link, user_id, document, visits_until)"
            + " SELECT '"
            + link.getString("id")
            + "', 'guest-' || n, '"
            + id
            + "', now() - interval '1 s' FROM generate_series(1, 2500) AS n");
    long before = head();

    assertThat(sweep()).isEqualTo(2_500);

    assertThat(head()).isEqualTo(before + 2_500);
    assertThat(roleNow("guest-7", id)).isEqualTo(Code.NOT_FOUND);
    assertThat(roleOf(idOf(staying))).isEqualTo(Role.VIEWER);
    assertThat(roleOf(idOf(bob))).isEqualTo(Role.VIEWER);
    assertThat(sweep()).isZero();
  }

  private int sweep() {
    Database.Bound bound = new Database.Bound(1, 10, 10_000);
    Database database = new Database(doc.vertx(), TestDatabase.url(), bound, bound, bound);
    Visits visits =
        new Visits(
            database.people(), new VisitLimits(1, 1, 1), Clock.systemUTC(), new SecureRandom());
    return RunningDoc.join(visits.sweep().eventually(database::close));
  }
}
