package dev.quire.edge.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.quire.edge.loop.Turn;
import dev.quire.edge.pace.Allowances;
import dev.quire.edge.pace.PaceLimits;
import dev.quire.kit.Settings;
import dev.quire.wire.Bus;
import dev.quire.wire.Bytes;
import dev.quire.wire.DocumentId;
import dev.quire.wire.session.SessionAddresses;
import dev.quire.wire.session.ToEdge;
import dev.quire.wire.session.ToOwner;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DocumentsTest {
  private static final DocumentId DOCUMENT = new DocumentId(1, 2);

  private final Vertx vertx = Vertx.vertx();
  private final List<ToOwner> said = new CopyOnWriteArrayList<>();
  private final Bus bus = Bus.on(vertx);
  private final Context loop = vertx.getOrCreateContext();
  private final Documents documents =
      new Documents(
          new OwnerLink(bus, "edge-1", new Turn(loop), () -> 0),
          new Allowances(PaceLimits.from(Settings.of(Map.of()), true)),
          5);

  @BeforeEach
  void listen() {
    bus.consume(SessionAddresses.owner("collab-1", 3), said::add);
  }

  @AfterEach
  void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  /** Word of the last session's leaving may have been lost. */
  @Test
  void anOwnerOfADocumentThatNobodyHasOpenHereIsToldSo() {
    long last = documents.newSession();

    receives(new ToEdge.Fanout(DOCUMENT, 1, 0, 1, Bytes.EMPTY));

    await().until(() -> said.size() == 1);
    assertThat(said.get(0))
        .isEqualTo(
            new ToOwner("edge-1", List.of(ToOwner.Probe.rollCall(DOCUMENT, last, List.of()))));
  }

  /** Else two sides that know nothing would talk about it for ever. */
  @Test
  void theEndOfASessionThatIsNotHereIsLeftAlone() {
    receives(new ToEdge.Ended(DOCUMENT, 7, ToEdge.Reason.LOST_PLACE));

    receives(new ToEdge.Compare(DOCUMENT, 1, 0));

    await().until(() -> said.size() == 1);
    assertThat(said.get(0).inputs()).hasSize(1);
  }

  private void receives(ToEdge.Output output) {
    loop.runOnContext(turn -> documents.receive(new ToEdge("collab-1", 3, List.of(output)), 0));
  }
}
