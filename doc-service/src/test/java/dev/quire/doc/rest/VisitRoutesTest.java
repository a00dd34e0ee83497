package dev.quire.doc.rest;

import static dev.quire.doc.RunningDoc.account;
import static dev.quire.doc.RunningDoc.external;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quire.doc.RunningDoc;
import dev.quire.doc.database.TestDatabase;
import dev.quire.doc.rest.RestClient.Answer;
import dev.quire.kit.limit.ReachedLimits;
import dev.quire.wire.Principal;
import dev.quire.wire.Role;
import dev.quire.wire.WireFailure.Code;
import dev.quire.wire.doc.DocCalls;
import dev.quire.wire.doc.OpenDocument;
import dev.quire.wire.doc.ReadRevocations;
import dev.quire.wire.doc.Revocation.RightChanged;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** People without an account who open a link. */
final class VisitRoutesTest extends Visiting {
  @Test
  void whoHasNoAccountIsLetInWithTheLinksRoleOnItsDocumentAlone() {
    Answer visit = visit(stranger, make(Role.EDITOR, null, true));

    assertThat(visit.status()).isEqualTo(200);
    assertThat(visit.json().getString("document")).isEqualTo(id);
    assertThat(visit.json().getString("role")).isEqualTo("editor");
    assertThat(visit.json().getString("accessToken")).isEqualTo("signed");
    JsonObject visitor = visit.json().getJsonObject("visitor");
    assertThat(visitor.getString("id")).startsWith(Principal.VISITOR);
    assertThat(visitor.getString("displayName")).startsWith("Guest ");
    assertThat(issued.element().displayName()).isEqualTo(visitor.getString("displayName"));
    assertThat(roleOf(visitor.getString("id"))).isEqualTo(Role.EDITOR);
    String other = alice.create("Not theirs");
    assertThat(
            doc.failure(
                DocCalls.OPEN_DOCUMENT, new OpenDocument(account(visitor.getString("id")), other)))
        .isEqualTo(Code.NOT_FOUND);
  }

  @Test
  void aLinkLetsInNobodyWithoutAnAccountUnlessItsMakerSaidSo() {
    assertThat(visit(stranger, make(Role.VIEWER, null, false)).status()).isEqualTo(403);
    assertThat(issued).isEmpty();
  }

  @Test
  void whoStaysIsTheSameAndTakesNoOtherPlace() {
    JsonObject link = make(Role.EDITOR, null, true);
    RestClient visitor = visitor(visit(stranger, link));
    for (int i = 0; i < PER_LINK; i++) {
      Answer again = visit(visitor, link);
      assertThat(again.status()).isEqualTo(200);
      assertThat(again.json().getJsonObject("visitor").getString("id")).isEqualTo(idOf(visitor));
    }
    assertThat(visitorsNow()).isEqualTo(1);
  }

  @Test
  void aVisitorOfOneLinkIsSomebodyElseAtAnother() {
    RestClient visitor = visitor(visit(stranger, make(Role.VIEWER, null, true)));
    String first = id;
    id = alice.create("Another one");
    Answer elsewhere = visit(visitor, make(Role.EDITOR, null, true));
    String there = elsewhere.json().getJsonObject("visitor").getString("id");
    assertThat(there).isNotEqualTo(idOf(visitor));
    assertThat(roleNow(idOf(visitor), id)).isEqualTo(Code.NOT_FOUND);
    assertThat(roleNow(there, first)).isEqualTo(Code.NOT_FOUND);
  }

  @Test
  void endingTheLinkEndsItsVisitsAndSaysSoInTheStream() {
    JsonObject link = make(Role.EDITOR, null, true);
    RestClient visitor = visitor(visit(stranger, link));
    long before = head();

    alice.delete("/" + id + "/links/" + link.getString("id"));

    ReadRevocations.Page page = doc.call(DocCalls.READ_REVOCATIONS, new ReadRevocations(before));
    assertThat(page.entries())
        .filteredOn(RightChanged.class::isInstance)
        .extracting(entry -> ((RightChanged) entry).userId())
        .containsExactly(idOf(visitor));
    assertThat(roleNow(idOf(visitor), id)).isEqualTo(Code.NOT_FOUND);
    assertThat(visit(visitor, link).status()).isEqualTo(404);
  }

  @Test
  void aTokenLastsNoLongerThanItsLink() {
    visit(stranger, make(Role.VIEWER, Instant.now().plusSeconds(100).toString(), true));
    assertThat(issued.element().lifeSeconds()).isBetween(1L, 100L);
    issued.clear();
    visit(stranger, make(Role.VIEWER, null, true));
    assertThat(issued.element().lifeSeconds()).isEqualTo(600);
  }

  @Test
  void anAddressMayAskOnlySoOften() {
    JsonObject madeUp = new JsonObject().put("token", "A".repeat(43));
    Map<String, String> limit = Map.of("QUIRE_LIMIT_VISITS_PER_ADDRESS_PER_MINUTE", "2");
    try (RunningDoc strict = new RunningDoc(TestDatabase.url(), limit);
        ReachedLimits limits = new ReachedLimits()) {
      RestClient eager = new RestClient(strict, null);
      assertThat(visit(eager, madeUp).status()).isEqualTo(404);
      assertThat(visit(eager, madeUp).status()).isEqualTo(404);
      Answer refused = visit(eager, madeUp);
      assertThat(refused.status()).isEqualTo(429);
      assertThat(refused.header("retry-after")).matches("[0-9]+");
      assertThat(limits.reached("visits_per_address_per_minute")).isEqualTo(1);
    }
  }

  @Test
  void visitorsTakeNoPlaceOfPeopleWithAccounts() {
    JsonObject link = make(Role.VIEWER, null, true);
    visit(stranger, link);
    RestClient bob = new RestClient(doc, account(UUID.randomUUID().toString()));
    assertThat(
            bob.post("/api/v1/links/redeem", new JsonObject().put("token", link.getString("token")))
                .status())
        .isEqualTo(200);
    JsonObject listed = alice.get("/" + id + "/links").items().get(0);
    assertThat(listed.getInteger("guests")).isEqualTo(1);
    assertThat(listed.getInteger("visitors")).isEqualTo(1);
    assertThat(listed.getBoolean("withoutAccount")).isTrue();
  }

  @Test
  void whoHasAnAccountOpensALinkWithIt() {
    JsonObject link = make(Role.VIEWER, null, true);
    assertThat(visit(alice, link).status()).isEqualTo(403);
    RestClient eve = new RestClient(doc, external("guest-eve", Map.of("*", Role.EDITOR)));
    assertThat(visit(eve, link).status()).isEqualTo(403);
  }

  @Test
  void aLinkThatIsNoneOpensNothing() {
    for (String token : List.of("x", "A".repeat(43))) {
      assertThat(visit(stranger, new JsonObject().put("token", token)).status()).isEqualTo(404);
    }
    JsonObject link = make(Role.VIEWER, null, true);
    alice.delete("/" + id);
    assertThat(visit(stranger, link).status()).isEqualTo(404);
  }

  @Test
  void whatMakesALinkIsHeldToItsForm() {
    JsonObject body = new JsonObject().put("role", "viewer").put("withoutAccount", "yes");
    assertThat(alice.post("/" + id + "/links", body).status()).isEqualTo(400);
  }
}
