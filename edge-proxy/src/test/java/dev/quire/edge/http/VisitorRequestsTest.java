package dev.quire.edge.http;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quire.kit.rest.Problem;
import dev.quire.wire.Principal;
import dev.quire.wire.Principal.Realm;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VisitorRequestsTest {
  private static final Principal VISITOR = principal(Realm.QUIRE, "guest-1");

  private static Principal principal(Realm realm, String userId) {
    return new Principal(realm, userId, "Somebody", "session", 0, List.of());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/v1/documents/1",
        "/api/v1/documents/1/state",
        "/api/v1/documents/1/updates",
        "/api/v1/documents/1/versions/2/restore",
        "/api/v1/documents/1/presence",
        "/api/v1/documents/1/anchors",
        "/api/v1/documents/1/anchors/resolve",
        "/api/v1/links/visit"
      })
  void theyAskForWhatBelongsToADocument(String path) {
    assertThatCode(() -> VisitorRequests.check(VISITOR, path)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/v1/documents",
        "/api/v1/documents/",
        "/api/v1/documents/1/members",
        "/api/v1/documents/1/members/2",
        "/api/v1/documents/1/links",
        "/api/v1/links/redeem",
        "/api/v1/organisations",
        "/api/v1/organisations/1/members",
        "/api/v1/auth/me",
        "/api/v1/auth/ticket",
        "/api/v1/auth/logout-all"
      })
  void theyAskForNothingThatAnAccountIsNeededFor(String path) {
    assertThatThrownBy(() -> VisitorRequests.check(VISITOR, path)).isInstanceOf(Problem.class);
    Principal account = principal(Realm.QUIRE, "018f");
    Principal elsewhere = principal(Realm.EXTERNAL, "guest-1");
    assertThatCode(() -> VisitorRequests.check(account, path)).doesNotThrowAnyException();
    assertThatCode(() -> VisitorRequests.check(elsewhere, path)).doesNotThrowAnyException();
  }
}
