package dev.quire.edge.presence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.quire.edge.loop.Turn;
import dev.quire.wire.Bus;
import dev.quire.wire.Bytes;
import dev.quire.wire.DocumentId;
import dev.quire.wire.Principal;
import dev.quire.wire.presence.PresenceAddresses;
import dev.quire.wire.presence.PresenceAlive;
import dev.quire.wire.presence.PresenceToEdge;
import dev.quire.wire.presence.PresenceToEdge.Reason;
import dev.quire.wire.presence.ToPresence;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an edge makes of it when presence-service does not take what a session sent, or is gone. */
final class PresenceRejectedTest {
  private static final DocumentId DOCUMENT = new DocumentId(1, 2);
  private static final long SESSION = 5;
  private static final Bytes STATE = Bytes.of(new byte[] {1, 2, 3});

  private final Vertx vertx = Vertx.vertx();
  private final Context context = vertx.getOrCreateContext();
  private final List<ToPresence.Input> sent = new CopyOnWriteArrayList<>();
  private final List<String> client = new CopyOnWriteArrayList<>();
  private final PresenceLink link =
      new PresenceLink(Bus.on(vertx), "edge-1", new Turn(context), (document, awareness) -> {});

  @BeforeEach
  void enterAndPublish() {
    Bus.on(vertx)
        .consume(PresenceAddresses.process("presence-1"), message -> sent.addAll(message.inputs()));
    Principal ann = new Principal(Principal.Realm.QUIRE, "ann", "Ann", "", 0, List.of());
    context.runOnContext(
        turn -> {
          link.announced(new PresenceAlive("presence-1", 1, false), 0);
          link.enter(DOCUMENT, SESSION, ann, new Client());
          link.publish(DOCUMENT, SESSION, STATE);
        });
    await().until(() -> sent.size() == 2);
    sent.clear();
  }

  @AfterEach
  void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @Test
  void aSessionThatTheProcessDoesNotKnowIsEnteredAgainWithItsState() {
    reject(Reason.UNKNOWN_SESSION);
    await().until(() -> sent.size() == 2);
    assertThat(sent)
        .containsExactly(
            new ToPresence.Enter(DOCUMENT, SESSION, "ann", "Ann"),
            new ToPresence.Publish(DOCUMENT, SESSION, STATE));
  }

  @Test
  void aMalformedStateIsTheClientsFaultAndNeverSentAgain() {
    reject(Reason.MALFORMED);
    await().until(() -> client.contains("malformed"));
    reject(Reason.UNKNOWN_SESSION);
    await().until(() -> !sent.isEmpty());
    assertThat(sent).hasOnlyElementsOfType(ToPresence.Enter.class);
  }

  @Test
  void aSessionOverABoundGoesOnWithoutPresence() {
    reject(Reason.OVERLOADED);
    reject(Reason.UNKNOWN_SESSION);
    await().until(() -> !sent.isEmpty());
    assertThat(sent).hasOnlyElementsOfType(ToPresence.Enter.class);
    assertThat(client).isEmpty();
  }

  @Test
  void aProcessThatStartsAnewIsToldOfEverybodyAgain() {
    context.runOnContext(turn -> link.announced(new PresenceAlive("presence-1", 2, false), 100));
    await().until(() -> sent.size() == 2);
    assertThat(sent)
        .containsExactly(
            new ToPresence.Enter(DOCUMENT, SESSION, "ann", "Ann"),
            new ToPresence.Publish(DOCUMENT, SESSION, STATE));
  }

  /** Carets are lost with the only process, and nothing else; the next is told of them unasked. */
  @Test
  void whenAnotherProcessComesItHearsOfEverybodyWithTheirNewestStates() {
    Bytes newest = Bytes.of(new byte[] {4, 5, 6});
    List<ToPresence.Input> elsewhere = new CopyOnWriteArrayList<>();
    Bus.on(vertx)
        .consume(
            PresenceAddresses.process("presence-2"), message -> elsewhere.addAll(message.inputs()));
    context.runOnContext(
        turn -> {
          link.tick(10_000);
          link.publish(DOCUMENT, SESSION, newest);
          link.announced(new PresenceAlive("presence-2", 1, false), 11_000);
        });
    await().until(() -> elsewhere.size() == 2);
    assertThat(elsewhere)
        .containsExactly(
            new ToPresence.Enter(DOCUMENT, SESSION, "ann", "Ann"),
            new ToPresence.Publish(DOCUMENT, SESSION, newest));
    assertThat(sent).isEmpty();
    assertThat(client).containsExactly("present");
  }

  @Test
  void aClientHearsItselfWhileNoProcessIsThere() {
    context.runOnContext(
        turn -> {
          link.tick(10_000);
          link.publish(DOCUMENT, SESSION, STATE);
        });
    await().until(() -> client.contains("present"));
  }

  private void reject(Reason reason) {
    context.runOnContext(
        turn ->
            link.receive(
                new PresenceToEdge(
                    List.of(new PresenceToEdge.Rejected(DOCUMENT, SESSION, reason)))));
  }

  private final class Client implements PresenceLink.Receiver {
    @Override
    public void present(Bytes awareness) {
      client.add("present");
    }

    @Override
    public void malformedAwareness() {
      client.add("malformed");
    }
  }
}
