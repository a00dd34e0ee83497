package dev.quire.collab.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.quire.crdt.UpdateContents;
import dev.quire.crdt.lib0.Lib0Writer;
import dev.quire.wire.Bytes;
import dev.quire.wire.DocumentId;
import dev.quire.wire.doc.SnapshotFormat;
import dev.quire.wire.doc.StoreSnapshot;
import dev.quire.wire.session.ToEdge;
import dev.quire.wire.session.ToOwner;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A valid update that takes a document many seconds to integrate, among documents of others. */
final class HostileEditTest {
  private static final DocumentId HOSTILE = new DocumentId(0x0192_6f3c_7c00_7abcL, 42);
  private static final DocumentId OTHER = new DocumentId(0x0192_6f3c_7c00_7abcL, 43);
  private static final int ITEMS = 30_000;
  private static final int SNAPSHOT_UPDATES = 20;

  /** Integrating takes some ten times as long on a machine that does nothing else. */
  private static final Duration AT_MOST = Duration.ofSeconds(2);

  private final LaneFixture lane =
      new LaneFixture(Map.of("QUIRE_SNAPSHOT_UPDATES", Integer.toString(SNAPSHOT_UPDATES)));

  @AfterEach
  void stop() {
    lane.close();
  }

  @Test
  void keepsNobodyElseWaitingAndIsInTheSnapshotAsItCame() {
    start();
    Bytes hostile = searchingForPlaces();
    edit(HOSTILE, 1, text(1, "x".repeat(ITEMS)));
    awaitAnswer(HOSTILE, 1);
    edit(HOSTILE, 2, hostile);
    for (int number = 3; number <= SNAPSHOT_UPDATES; number++) {
      edit(HOSTILE, number, text(number, "y"));
    }

    int number = 0;
    while (!isSnapshotStored() || !isAnswered(HOSTILE, SNAPSHOT_UPDATES)) {
      edit(OTHER, ++number, text(number, "z"));
      awaitAnswer(OTHER, number);
    }

    assertThat(lane.docs.log(HOSTILE)).hasSize(SNAPSHOT_UPDATES);
    assertThat(lane.heard(ToEdge.Answered.class).map(ToEdge.Answered::verdict))
        .containsOnly(ToEdge.Verdict.APPLIED);
    UpdateContents stored = UpdateContents.read(snapshot());
    assertThat(stored.structs().contains(UpdateContents.read(hostile.array()).structs())).isTrue();
  }

  private void start() {
    lane.start();
    for (DocumentId document : List.of(HOSTILE, OTHER)) {
      lane.owns(document);
      lane.send(new ToOwner.Open(document, 1, "alice", true, -1, "", 0));
    }
  }

  private boolean isAnswered(DocumentId document, long number) {
    return lane.heard(ToEdge.Answered.class)
        .anyMatch(answer -> answer.document().equals(document) && answer.through() >= number);
  }

  private void awaitAnswer(DocumentId document, long number) {
    await().atMost(AT_MOST).until(() -> isAnswered(document, number));
  }

  private boolean isSnapshotStored() {
    return snapshotChunks().anyMatch(chunk -> chunk.chunk() + 1 == chunk.chunks());
  }

  private Stream<StoreSnapshot> snapshotChunks() {
    return lane.docs.snapshots.stream().filter(chunk -> chunk.document().equals(HOSTILE));
  }

  private byte[] snapshot() {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    snapshotChunks().forEach(chunk -> all.writeBytes(chunk.bytes().array()));
    return SnapshotFormat.decompress(all.toByteArray(), SnapshotFormat.MAX_STATE_BYTES);
  }

  private void edit(DocumentId document, long number, Bytes update) {
    lane.send(new ToOwner.Edit(document, 1, number, update));
  }

  private static Bytes text(long client, String text) {
    Lib0Writer out = new Lib0Writer();
    out.writeVarUint(1);
    out.writeVarUint(1);
    out.writeVarUint(client);
    out.writeVarUint(0);
    out.writeUint8(0x04);
    out.writeVarUint(1);
    out.writeVarString("t");
    out.writeVarString(text);
    out.writeVarUint(0);
    return Bytes.of(out.toByteArray());
  }

  /** Each of its items is searched for among all before it. */
  private static Bytes searchingForPlaces() {
    Lib0Writer out = new Lib0Writer();
    out.writeVarUint(1);
    out.writeVarUint(ITEMS);
    out.writeVarUint(2);
    out.writeVarUint(0);
    for (int i = 0; i < ITEMS; i++) {
      out.writeUint8(0x44);
      out.writeVarUint(1);
      out.writeVarUint(i);
      out.writeVarString("y");
    }
    out.writeVarUint(0);
    return Bytes.of(out.toByteArray());
  }
}
