package dev.quire.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quire.edge.world.Client;
import dev.quire.edge.world.EdgeWorld;
import dev.quire.edge.world.FakeServices;
import dev.quire.edge.world.TestTokens;
import dev.quire.wire.Role;
import dev.quire.wire.SessionId;
import dev.quire.wire.session.ToOwner;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The owner is told in which session somebody writes, whichever way he comes. */
class SessionStampTest {
  private static final UUID LAPTOP = UUID.randomUUID();
  private static final UUID PHONE = UUID.randomUUID();

  private final EdgeWorld world = new EdgeWorld();

  @BeforeEach
  void start() {
    world.services.memberships.put("notes", Role.EDITOR);
    world.services.memberships.put(FakeServices.id("notes").toString(), Role.EDITOR);
  }

  @AfterEach
  void stop() {
    world.close();
  }

  private String own(UUID session) {
    return world.tokens.own(TestTokens.ownClaims().put("sid", session.toString()));
  }

  /** Of each session that was opened at the owner, in order; asking again is no other session. */
  private List<SessionId> stamps() {
    Map<Long, SessionId> stamps = new LinkedHashMap<>();
    for (ToOwner.Input input : world.owners.received) {
      if (input instanceof ToOwner.Open open) {
        SessionId before = stamps.put(open.session(), open.stamp());
        assertThat(before).isIn(null, open.stamp());
      }
    }
    return List.copyOf(stamps.values());
  }

  private void opensByBothProtocols(String token) {
    world.collab().opens("notes", token);
    Client reader = world.yjs("notes", token);
    reader.send(new byte[] {0, 0, 1, 0});
    reader.awaitYjs("sync.step2");
  }

  private void posts(String token) {
    Map<String, String> headers =
        Map.of("Authorization", "Bearer " + token, "Content-Type", "application/octet-stream");
    assertThat(
            world
                .request(
                    HttpMethod.POST,
                    "/api/v1/documents/notes/updates",
                    headers,
                    Buffer.buffer(new byte[] {1, 2, 3}))
                .status())
        .isEqualTo(200);
  }

  @Test
  void itIsTheSignInOfTheTokenOverSocketsAndHttpAlike() {
    opensByBothProtocols(own(LAPTOP));
    posts(own(PHONE));
    SessionId laptop = SessionId.of(LAPTOP);
    assertThat(stamps()).containsExactly(laptop, laptop, SessionId.of(PHONE));
  }

  @Test
  void ofAnApplicationsTokenItIsNewEachTimeAndNothingThatTheTokenSays() {
    String token =
        world.tokens.external(TestTokens.externalClaims("editor").put("sid", LAPTOP.toString()));
    opensByBothProtocols(token);
    posts(token);
    assertThat(stamps()).hasSize(3).doesNotHaveDuplicates().doesNotContain(SessionId.of(LAPTOP));
  }
}
