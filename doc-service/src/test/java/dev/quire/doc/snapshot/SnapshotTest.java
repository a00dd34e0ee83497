package dev.quire.doc.snapshot;

import static dev.quire.doc.RunningDoc.external;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quire.doc.RunningDoc;
import dev.quire.wire.Bytes;
import dev.quire.wire.DocumentId;
import dev.quire.wire.Role;
import dev.quire.wire.Shards;
import dev.quire.wire.WireFailure.Code;
import dev.quire.wire.doc.Append;
import dev.quire.wire.doc.DocCalls;
import dev.quire.wire.doc.OpenDocument;
import dev.quire.wire.doc.ReadHead;
import dev.quire.wire.doc.ReadSnapshot;
import dev.quire.wire.doc.SnapshotFormat;
import dev.quire.wire.doc.StoreSnapshot;
import dev.quire.wire.doc.TakeShards;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SnapshotTest {
  private final RunningDoc doc = new RunningDoc();
  private DocumentId document = new DocumentId(0, 0);
  private long epoch;

  @AfterAll
  void close() {
    doc.close();
  }

  @BeforeEach
  void tenRevisions() {
    document =
        doc.call(
                DocCalls.OPEN_DOCUMENT,
                new OpenDocument(external("e", Map.of("*", Role.EDITOR)), "s-" + UUID.randomUUID()))
            .document();
    epoch = take();
    Append.Update update = new Append.Update("e", Bytes.of(new byte[] {0, 0}));
    Append.Part part = new Append.Part(document, epoch, 0, Collections.nCopies(10, update));
    assertThat(doc.call(DocCalls.APPEND, new Append(List.of(part))).outcomes())
        .containsExactly(new Append.Appended(10));
  }

  private long take() {
    TakeShards claim =
        new TakeShards("collab-1", List.of(new TakeShards.Claim(Shards.of(document), 0, 0)));
    return doc.call(DocCalls.TAKE_SHARDS, claim).epochs().get(0).epoch();
  }

  private boolean store(long underEpoch, long revision, int chunk, int chunks, Bytes bytes) {
    return doc.call(
            DocCalls.STORE_SNAPSHOT,
            new StoreSnapshot(document, underEpoch, revision, chunk, chunks, bytes))
        .current();
  }

  private ReadHead.Head head() {
    return doc.call(DocCalls.READ_HEAD, new ReadHead(document));
  }

  private Bytes chunk(long revision, int chunk) {
    return doc.call(DocCalls.READ_SNAPSHOT, new ReadSnapshot(document, revision, chunk)).bytes();
  }

  private static Bytes bytes(int length, long seed) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return Bytes.of(bytes);
  }

  @Test
  void theLastChunkMakesASnapshotTheDocuments() {
    Bytes first = bytes(SnapshotFormat.CHUNK_BYTES, 1);
    Bytes second = bytes(77, 2);

    assertThat(store(epoch, 5, 0, 2, first)).isFalse();
    assertThat(head().snapshotRevision()).isZero();
    assertThat(store(epoch, 5, 1, 2, second)).isTrue();

    ReadHead.Head head = head();
    assertThat(head.lastRevision()).isEqualTo(10);
    assertThat(head.snapshotRevision()).isEqualTo(5);
    assertThat(head.snapshotChunks()).isEqualTo(2);
    assertThat(head.snapshotBytes()).isEqualTo(SnapshotFormat.CHUNK_BYTES + 77);
    assertThat(chunk(5, 0)).isEqualTo(first);
    assertThat(chunk(5, 1)).isEqualTo(second);
  }

  @Test
  void aNewerSnapshotTakesThePlaceOfAnOlderOneAndNeverTheOtherWayRound() {
    assertThat(store(epoch, 5, 0, 1, bytes(10, 5))).isTrue();
    assertThat(store(epoch, 8, 0, 1, bytes(10, 8))).isTrue();
    assertThat(store(epoch, 5, 0, 1, bytes(10, 55))).isFalse();
    assertThat(store(epoch, 8, 0, 1, bytes(10, 88))).isFalse();

    assertThat(head().snapshotRevision()).isEqualTo(8);
    assertThat(chunk(8, 0)).isEqualTo(bytes(10, 8));
    assertThat(doc.failure(DocCalls.READ_SNAPSHOT, new ReadSnapshot(document, 5, 0)))
        .isEqualTo(Code.NOT_FOUND);
  }

  @Test
  void aSlowSnapshotThatWasOvertakenComesToNothing() {
    assertThat(store(epoch, 4, 0, 2, bytes(SnapshotFormat.CHUNK_BYTES, 1))).isFalse();
    assertThat(store(epoch, 9, 0, 1, bytes(10, 9))).isTrue();
    assertThat(store(epoch, 4, 1, 2, bytes(10, 2))).isFalse();

    assertThat(head().snapshotRevision()).isEqualTo(9);
  }

  @Test
  void anOlderSnapshotTakesNoChunksFromANewerOneUnderWay() {
    assertThat(store(epoch, 9, 0, 2, bytes(SnapshotFormat.CHUNK_BYTES, 1))).isFalse();
    assertThat(store(epoch, 4, 0, 1, bytes(10, 2))).isTrue();
    assertThat(store(epoch, 9, 1, 2, bytes(10, 3))).isTrue();

    assertThat(head().snapshotRevision()).isEqualTo(9);
    assertThat(chunk(9, 0)).isEqualTo(bytes(SnapshotFormat.CHUNK_BYTES, 1));
  }

  @Test
  void anOlderEpochStoresNothing() {
    assertThat(store(epoch, 6, 0, 2, bytes(10, 1))).isFalse();
    take();

    assertThat(store(epoch, 6, 1, 2, bytes(10, 2))).isFalse();
    assertThat(store(epoch, 7, 0, 1, bytes(10, 3))).isFalse();
    assertThat(head().snapshotRevision()).isZero();
  }

  @Test
  void chunksOfTwoEpochsDoNotMakeOneSnapshot() {
    assertThat(store(epoch, 6, 0, 2, bytes(10, 1))).isFalse();
    long next = take();

    assertThat(store(next, 6, 1, 2, bytes(10, 2))).isFalse();
    assertThat(head().snapshotRevision()).isZero();
    assertThat(store(next, 6, 0, 2, bytes(10, 3))).isFalse();
    assertThat(store(next, 6, 1, 2, bytes(10, 4))).isTrue();
    assertThat(chunk(6, 0)).isEqualTo(bytes(10, 3));
  }

  @Test
  void aSnapshotBeyondTheLogIsNotTaken() {
    assertThat(store(epoch, 11, 0, 1, bytes(10, 1))).isFalse();
    assertThat(head().snapshotRevision()).isZero();
  }

  @Test
  void chunksThatCannotBeAreRefused() {
    for (StoreSnapshot wrong :
        List.of(
            new StoreSnapshot(document, epoch, 5, 0, 1, bytes(SnapshotFormat.CHUNK_BYTES + 1, 1)),
            new StoreSnapshot(document, epoch, 5, 0, 1, Bytes.EMPTY),
            new StoreSnapshot(document, epoch, 5, 1, 1, bytes(1, 1)),
            new StoreSnapshot(document, epoch, 0, 0, 1, bytes(1, 1)))) {
      assertThat(doc.failure(DocCalls.STORE_SNAPSHOT, wrong)).isEqualTo(Code.INVALID);
    }
  }

  @Test
  void aDocumentThatDoesNotExistHasNoHead() {
    assertThat(doc.failure(DocCalls.READ_HEAD, new ReadHead(new DocumentId(1, 2))))
        .isEqualTo(Code.NOT_FOUND);
  }
}
