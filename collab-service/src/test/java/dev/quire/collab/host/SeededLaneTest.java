package dev.quire.collab.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.quire.crdt.DocOptions;
import dev.quire.crdt.NewType;
import dev.quire.crdt.YDoc;
import dev.quire.wire.Bytes;
import dev.quire.wire.DocumentId;
import dev.quire.wire.SeedClients;
import dev.quire.wire.Shards;
import dev.quire.wire.doc.Append;
import dev.quire.wire.doc.DocCalls;
import dev.quire.wire.session.ToEdge;
import dev.quire.wire.session.ToOwner;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A document that began with content, and is loaded from the log. */
final class SeededLaneTest {
  private static final DocumentId DOCUMENT = new DocumentId(0x0192_6f3c_7c00_7abcL, 42);
  private static final int SHARD = Shards.of(DOCUMENT);

  private final LaneFixture lane = new LaneFixture(Map.of());

  @AfterEach
  void stop() {
    lane.close();
  }

  @Test
  void itsOwnerKnowsWhatItBeganWith() {
    lane.start();
    long epoch = lane.docs.raise(SHARD);
    Append.Update seed = new Append.Update("server", paragraph(SeedClients.of(DOCUMENT), "Seed"));
    Append.Update note = new Append.Update("alice", paragraph(7, "A note"));
    Append begun = new Append(List.of(new Append.Part(DOCUMENT, epoch, 0, List.of(seed, note))));
    LaneFixture.join(lane.bus.request(DocCalls.APPEND, begun, Duration.ofSeconds(5)));
    lane.owns(SHARD, epoch);

    lane.send(new ToOwner.Open(DOCUMENT, 1, "bob", true, -1, "", 0));
    lane.awaitHeard(ToEdge.Opened.class, 1);
    lane.send(new ToOwner.Edit(DOCUMENT, 1, 1, paragraph(8, "Another note")));
    lane.send(new ToOwner.Edit(DOCUMENT, 1, 2, paragraph(9, "Seed")));

    lane.awaitHeard(ToEdge.Ended.class, 1);
    assertThat(lane.heard).contains(new ToEdge.Ended(DOCUMENT, 1, ToEdge.Reason.OTHER_HISTORY));
    await().until(() -> lane.docs.log(DOCUMENT).size() == 3);
  }

  private static Bytes paragraph(long client, String text) {
    YDoc doc = new YDoc(DocOptions.DEFAULT.withClientId(client));
    doc.getXmlFragment("default")
        .create(0, NewType.xmlElement("paragraph"))
        .create(0, NewType.xmlText())
        .insert(0, text);
    return Bytes.of(doc.encodeStateAsUpdate());
  }
}
