package dev.quire.collab.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.quire.collab.CollabSettings;
import dev.quire.collab.lease.KnownOwners;
import dev.quire.collab.lease.ShardEvents;
import dev.quire.crdt.DocOptions;
import dev.quire.crdt.NewType;
import dev.quire.crdt.YDoc;
import dev.quire.kit.Settings;
import dev.quire.wire.Bus;
import dev.quire.wire.Bytes;
import dev.quire.wire.DocumentId;
import dev.quire.wire.SeedClients;
import dev.quire.wire.Shards;
import dev.quire.wire.doc.Append;
import dev.quire.wire.doc.DocCalls;
import dev.quire.wire.session.SessionAddresses;
import dev.quire.wire.session.ToEdge;
import dev.quire.wire.session.ToOwner;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A document that began with content, and is loaded from the log. */
final class SeededLaneTest {
  private static final DocumentId DOCUMENT = new DocumentId(0x0192_6f3c_7c00_7abcL, 42);
  private static final int SHARD = Shards.of(DOCUMENT);

  private final Vertx vertx = Vertx.vertx();
  private final Bus bus = Bus.on(vertx);
  private final FakeDocService docs = new FakeDocService();
  private final List<ToEdge.Output> heard = new CopyOnWriteArrayList<>();
  private final Lane lane =
      new Lane(
          CollabSettings.from(Settings.of(Map.of("QUIRE_PROCESS", "collab-1"))),
          0,
          new ShardEvents() {
            @Override
            public void fenced(int shard, long byEpoch) {}

            @Override
            public void raised(int shard, long epoch) {}
          },
          new KnownOwners(Shards.COUNT),
          Future::succeededFuture);

  @AfterEach
  void stop() {
    join(vertx.close());
  }

  @Test
  void itsOwnerKnowsWhatItBeganWith() {
    docs.start(bus);
    bus.consume(SessionAddresses.edge("edge-1"), message -> heard.addAll(message.outputs()));
    long epoch = docs.raise(SHARD);
    Append.Update seed = new Append.Update("server", paragraph(SeedClients.of(DOCUMENT), "Seed"));
    Append.Update note = new Append.Update("alice", paragraph(7, "A note"));
    Append begun = new Append(List.of(new Append.Part(DOCUMENT, epoch, 0, List.of(seed, note))));
    join(bus.request(DocCalls.APPEND, begun, Duration.ofSeconds(5)));
    join(vertx.deployVerticle(lane));
    lane.owners().loop().soon(() -> lane.owners().open(SHARD, epoch, "one"));

    send(new ToOwner.Open(DOCUMENT, 1, "bob", true, -1, "", 0));
    await().until(() -> heard.stream().anyMatch(ToEdge.Opened.class::isInstance));
    send(new ToOwner.Edit(DOCUMENT, 1, 1, paragraph(8, "Another note")));
    send(new ToOwner.Edit(DOCUMENT, 1, 2, paragraph(9, "Seed")));

    await().until(() -> heard.stream().anyMatch(ToEdge.Ended.class::isInstance));
    assertThat(heard).contains(new ToEdge.Ended(DOCUMENT, 1, ToEdge.Reason.OTHER_HISTORY));
    await().until(() -> docs.log(DOCUMENT).size() == 3);
  }

  private static Bytes paragraph(long client, String text) {
    YDoc doc = new YDoc(DocOptions.DEFAULT.withClientId(client));
    doc.getXmlFragment("default")
        .create(0, NewType.xmlElement("paragraph"))
        .create(0, NewType.xmlText())
        .insert(0, text);
    return Bytes.of(doc.encodeStateAsUpdate());
  }

  private void send(ToOwner.Input input) {
    bus.send(SessionAddresses.owner("collab-1", 0), new ToOwner("edge-1", List.of(input)));
  }

  private static <T> T join(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().join();
  }
}
