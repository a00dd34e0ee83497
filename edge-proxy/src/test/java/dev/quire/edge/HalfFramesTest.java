package dev.quire.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.quire.edge.world.Client;
import dev.quire.edge.world.EdgeWorld;
import dev.quire.edge.world.RawClient;
import dev.quire.edge.world.TestTokens;
import dev.quire.wire.Role;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Frames that arrive in pieces while their sender is being authenticated: TCP cuts where it likes,
 * and the first provider on a socket sends its next frames right behind its token.
 */
class HalfFramesTest {
  private final EdgeWorld world = new EdgeWorld();

  @AfterEach
  void stop() {
    world.close();
  }

  @Test
  void goesOnWithAFrameThatHadBegunBeforeItsSenderWasAuthenticated() {
    world.services.memberships.put("notes", Role.EDITOR);
    Promise<Void> keys = Promise.promise();
    world.services.keysHeld = keys.future();
    byte[] auth =
        RawClient.frame(Client.auth("notes", world.tokens.own(TestTokens.ownClaims()), "4.8.0"));
    byte[] step1 = RawClient.frame(Client.step1("notes"));
    RawClient alice = world.raw().upgrades("/collab");

    alice.send(Buffer.buffer(auth).appendBytes(Arrays.copyOf(step1, step1.length - 3)).getBytes());
    await().until(() -> world.services.keyReads.get() == 1);
    keys.complete();
    await().until(() -> alice.text().contains("read-write"));
    alice.send(Arrays.copyOfRange(step1, step1.length - 3, step1.length));

    await().until(() -> alice.text().split("\5notes\0", -1).length == 3);
    assertThat(alice.closed).isFalse();
  }

  @Test
  void refusesALongFrameByItsHeadAlone() {
    RawClient stranger = world.raw().upgrades("/collab");
    byte[] head = {(byte) 0x82, (byte) 0xff, 0, 0, 0, 0, 0, 1, 0, 1};
    for (byte each : head) {
      stranger.send(new byte[] {each});
    }
    String code1009 = "\3\u00f1";
    await().until(() -> stranger.text().contains(code1009));
  }
}
