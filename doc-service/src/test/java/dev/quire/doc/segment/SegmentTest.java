package dev.quire.doc.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quire.crdt.DocOptions;
import dev.quire.crdt.YDoc;
import dev.quire.wire.Bytes;
import dev.quire.wire.SessionId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SegmentTest {
  private static List<LoggedUpdate> run(long seed) {
    Random random = new Random(seed);
    List<LoggedUpdate> run = new ArrayList<>();
    long epoch = random.nextLong() & Long.MAX_VALUE;
    long at = 1_700_000_000_000_000L;
    int length = random.nextInt(400) + 1;
    for (int i = 0; i < length; i++) {
      epoch += random.nextInt(10) == 0 ? random.nextInt(5) : 0;
      at += random.nextInt(10) == 0 ? -random.nextInt(5_000_000) : random.nextInt(300_000);
      byte[] update = new byte[random.nextInt(random.nextInt(20) == 0 ? 3_000 : 70)];
      random.nextBytes(update);
      String author = "author-" + random.nextInt(3) + (random.nextBoolean() ? "" : "é😀");
      SessionId session = random.nextInt(4) == 0 ? null : new SessionId(i / 50, random.nextInt(2));
      run.add(new LoggedUpdate(1_000 + i, epoch, author, at, Bytes.of(update), session));
    }
    return run;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void everyRevisionComesBackAsItWas(long seed) {
    List<LoggedUpdate> run = run(seed);
    Segment segment = Segment.pack(run);
    assertThat(segment.unpack()).isEqualTo(run);
    assertThat(segment.firstRevision()).isEqualTo(1_000);
    assertThat(segment.lastRevision()).isEqualTo(1_000 + run.size() - 1);
    assertThat(SegmentHead.unpack(segment.head().array()))
        .extracting(SegmentHead.Line::revision, SegmentHead.Line::bytes)
        .containsExactlyElementsOf(
            run.stream()
                .map(
                    one ->
                        org.assertj.core.groups.Tuple.tuple(one.revision(), one.update().length()))
                .toList());
  }

  @Test
  void extremeNumbersComeBack() {
    List<LoggedUpdate> run =
        List.of(
            new LoggedUpdate(Long.MAX_VALUE - 1, Long.MAX_VALUE, "", Long.MIN_VALUE, Bytes.EMPTY),
            new LoggedUpdate(Long.MAX_VALUE, 0, "", Long.MAX_VALUE, Bytes.of(new byte[64])));
    assertThat(Segment.pack(run).unpack()).isEqualTo(run);
  }

  @Test
  void keystrokesTakeLessThanTwoBytesEach() {
    YDoc doc = new YDoc(DocOptions.DEFAULT.withClientId(3_735_928_559L));
    List<LoggedUpdate> run = new ArrayList<>();
    doc.onUpdate(
        event ->
            run.add(
                new LoggedUpdate(
                    run.size() + 1,
                    7,
                    "alice",
                    run.size() * 97_531L,
                    Bytes.of(event.update()),
                    new SessionId(1, 2))));
    String text = "It was a bright cold day in April, and the clocks were striking thirteen. ";
    for (int i = 0; i < 4_000; i++) {
      doc.getText("t").insert(i, text.substring(i % text.length(), i % text.length() + 1));
    }
    Segment segment = Segment.pack(run);
    assertThat(segment.updateBytes()).isGreaterThan(15L * run.size());
    assertThat(segment.head().length() + segment.updates().length()).isLessThan(2 * run.size());
  }

  @Test
  void aSegmentWithoutSessionsIsWhatItWasBeforeThereWereAny() {
    List<LoggedUpdate> run = new ArrayList<>();
    for (int i = 1; i <= 100; i++) {
      run.add(new LoggedUpdate(i, 1, "alice", i, Bytes.of(new byte[] {1})));
    }
    byte[] head = Segment.pack(run).head().array();
    assertThat(head).isEqualTo(Deflated.deflate(SegmentHead.encode(run)));
    assertThat(SegmentHead.unpack(head))
        .extracting(SegmentHead.Line::session)
        .containsOnly((SessionId) null);
  }

  @Test
  void sessionsTakeTheirIdsAndNextToNothingForEachRevision() {
    List<LoggedUpdate> without = new ArrayList<>();
    List<LoggedUpdate> with = new ArrayList<>();
    for (int i = 1; i <= 4_000; i++) {
      SessionId session = new SessionId(77, i % 2);
      Bytes update = Bytes.of(new byte[] {1});
      without.add(new LoggedUpdate(i, 1, "alice", i, update));
      with.add(new LoggedUpdate(i, 1, "alice", i, update, session));
    }
    Segment segment = Segment.pack(with);
    assertThat(segment.unpack()).isEqualTo(with);
    int more = segment.head().length() - Segment.pack(without).head().length();
    assertThat(more).as("bytes for two sessions in turns").isBetween(16, 120);
    byte[] asOlderReadersDo = Deflated.inflate(segment.head().array(), SegmentHead.MOST_BYTES);
    assertThat(asOlderReadersDo).isEqualTo(SegmentHead.encode(without));
  }

  @Test
  void sessionsOfOtherRevisionsAreRefused() {
    List<LoggedUpdate> run =
        List.of(
            new LoggedUpdate(1, 1, "alice", 0, Bytes.EMPTY, new SessionId(1, 1)),
            new LoggedUpdate(2, 1, "alice", 0, Bytes.EMPTY, new SessionId(1, 1)));
    byte[] head = SegmentHead.encode(run);
    byte[] sessions = SegmentSessions.encode(run.subList(0, 1));
    assertThatThrownBy(() -> SegmentHead.decode(head, sessions)).isInstanceOf(DamagedSegment.class);
    byte[] cut = SegmentHead.encode(run.subList(0, 1));
    assertThatThrownBy(() -> SegmentHead.decode(cut, SegmentSessions.encode(run)))
        .isInstanceOf(DamagedSegment.class);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void noDamagedByteGoesUnseen(long seed) {
    Segment segment = Segment.pack(run(seed));
    Random random = new Random(seed);
    for (int i = 0; i < 200; i++) {
      Bytes head = i % 3 == 0 ? damaged(segment.head(), random) : segment.head();
      Bytes updates = i % 3 == 1 ? damaged(segment.updates(), random) : segment.updates();
      Bytes digest = i % 3 == 2 ? damaged(segment.digest(), random) : segment.digest();
      Segment damaged =
          new Segment(
              segment.firstRevision(),
              segment.lastRevision(),
              segment.updateBytes(),
              head,
              updates,
              digest);
      try {
        // Deflate has bits that mean nothing: then it is what it was.
        assertThat(damaged.unpack()).isEqualTo(segment.unpack());
      } catch (DamagedSegment expected) {
        assertThat(expected).hasMessageMatching(".{10,}");
      }
    }
  }

  private static Bytes damaged(Bytes bytes, Random random) {
    byte[] copy = bytes.array().clone();
    copy[random.nextInt(copy.length)] ^= (byte) (1 << random.nextInt(8));
    return Bytes.of(copy);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void whatWasMergedSaysFromWhichRevisionOn(long seed) {
    Random random = new Random(seed);
    List<LoggedUpdate> items = new ArrayList<>();
    long from = 1_000;
    for (LoggedUpdate one : run(seed)) {
      long revision = from + (random.nextInt(3) == 0 ? random.nextInt(5_000) : 0);
      long started = from == revision ? 0 : random.nextInt(2_000_000_000) - 1_000;
      items.add(
          new LoggedUpdate(
              revision,
              one.epoch(),
              one.author(),
              one.receivedAtMicros(),
              one.update(),
              from,
              one.receivedAtMicros() - started,
              one.session()));
      from = revision + 1;
    }
    Segment segment = Segment.pack(items);
    assertThat(segment.unpack()).isEqualTo(items);
    assertThat(segment.firstRevision()).isEqualTo(1_000);
    assertThat(segment.lastRevision()).isEqualTo(from - 1);
    assertThat(SegmentHead.unpack(segment.head().array()))
        .extracting(SegmentHead.Line::fromRevision)
        .containsExactlyElementsOf(items.stream().map(LoggedUpdate::fromRevision).toList());
  }

  @Test
  void anItemOfMoreRevisionsThanThereAreIsRefused() {
    LoggedUpdate endless =
        new LoggedUpdate(Long.MAX_VALUE, 1, "", 0, Bytes.EMPTY, Long.MAX_VALUE - 2, 0, null);
    Segment whole = Segment.pack(List.of(endless));
    assertThat(whole.unpack()).containsExactly(endless);
    LoggedUpdate behind = new LoggedUpdate(Long.MIN_VALUE + 1, 1, "", 0, Bytes.EMPTY);
    byte[] head = SegmentHead.encode(List.of(endless, behind));
    assertThatThrownBy(() -> SegmentHead.decode(head, new byte[0]))
        .isInstanceOf(DamagedSegment.class);
  }

  @Test
  void aSegmentOfOtherRevisionsIsRefused() {
    Segment segment = Segment.pack(run(1));
    assertThatThrownBy(
            () ->
                new Segment(
                        1_001,
                        segment.lastRevision(),
                        segment.updateBytes(),
                        segment.head(),
                        segment.updates(),
                        segment.digest())
                    .unpack())
        .isInstanceOf(DamagedSegment.class)
        .hasMessageContaining("other revisions");
    assertThatThrownBy(
            () ->
                new Segment(
                        1_000,
                        segment.lastRevision(),
                        segment.updateBytes() - 1,
                        segment.head(),
                        segment.updates(),
                        segment.digest())
                    .unpack())
        .isInstanceOf(DamagedSegment.class);
  }
}
