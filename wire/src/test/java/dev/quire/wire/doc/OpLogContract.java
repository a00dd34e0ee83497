package dev.quire.wire.doc;

import static dev.quire.wire.doc.LogScript.batch;
import static dev.quire.wire.doc.LogScript.get;
import static dev.quire.wire.doc.LogScript.updates;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quire.wire.Bytes;
import dev.quire.wire.DocumentId;
import dev.quire.wire.Shards;
import dev.quire.wire.doc.Append.Appended;
import dev.quire.wire.doc.Append.Conflict;
import dev.quire.wire.doc.Append.Fenced;
import dev.quire.wire.doc.Append.Part;
import dev.quire.wire.doc.LogUnderTest.Hold;
import dev.quire.wire.doc.LogUnderTest.OpenAppend;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What every op log does, the real one and the simulation's alike: a test class of each extends
 * this. The log may hold other documents, and its epochs may stand anywhere.
 *
 * <p>Random cases print their seed when they fail; {@code -Dquire.log.seed=…} runs that one again.
 */
public abstract class OpLogContract {
  private final long seed = Long.getLong("quire.log.seed", System.nanoTime());
  private final Random random = new Random(seed);
  private LogUnderTest log;
  private LogScript script;

  /** The log under test. It stays open longer than one test. */
  protected abstract LogUnderTest log();

  @BeforeEach
  void open() {
    log = log();
    script = new LogScript(log, random);
  }

  @AfterEach
  void letGo() {
    log.letGoOfEverything();
  }

  @Test
  void appendsUnderTheNextRevisions() {
    DocumentId document = script.document();
    long epoch = script.take(document);
    Part first = script.part(document, epoch, 0, 2);
    Part second = script.part(document, epoch, 2, 3);

    assertThat(script.append(first)).containsExactly(new Appended(2));
    assertThat(script.append(second)).containsExactly(new Appended(5));

    List<ReadLog.Entry> entries = script.contents(document);
    assertThat(entries)
        .extracting(ReadLog.Entry::revision)
        .containsExactlyElementsOf(LongStream.rangeClosed(1, 5).boxed().toList());
    assertThat(entries).allMatch(entry -> entry.epoch() == epoch);
    List<Append.Update> sent = new ArrayList<>(first.updates());
    sent.addAll(second.updates());
    assertThat(entries)
        .map(entry -> new Append.Update(entry.author(), entry.update(), entry.session()))
        .isEqualTo(sent);
  }

  @Test
  void aTakeoverRaisesTheEpochOfEachShardByOne() {
    DocumentId one = script.documentIn(7);
    DocumentId other = script.documentIn(900);
    long oneBefore = script.take(one);
    long otherBefore = script.take(other);

    TakeShards.Taken taken = get(script.takeLater(other, one));

    assertThat(LogScript.epochOf(one, taken)).isEqualTo(oneBefore + 1);
    assertThat(LogScript.epochOf(other, taken)).isEqualTo(otherBefore + 1);
    assertThat(taken.incarnation()).isNotBlank();
  }

  @Test
  void aTakeoverThatExpectsAnotherEpochLeavesItAlone() {
    DocumentId mine = script.documentIn(11);
    DocumentId lost = script.documentIn(10);
    long mineBefore = script.take(mine);
    long lostBefore = script.take(lost);
    long others = script.take(lost);

    TakeShards.Taken taken =
        get(
            log.takeShards(
                new TakeShards(
                    "collab-1",
                    List.of(
                        new TakeShards.Claim(11, 1, mineBefore),
                        new TakeShards.Claim(10, 1, lostBefore)))));

    assertThat(taken.epochs())
        .containsExactly(
            new TakeShards.Epoch(11, mineBefore + 1, true),
            new TakeShards.Epoch(10, others, false));
    Part kept = script.part(lost, others, 0, 1);
    assertThat(script.append(kept)).containsExactly(new Appended(1));
  }

  @Test
  void ofTwoTakeoversThatExpectTheSameEpochOneRaisesIt() {
    DocumentId document = script.document();
    int shard = Shards.of(document);
    long before = script.take(document);
    TakeShards claim = new TakeShards("collab-1", List.of(new TakeShards.Claim(shard, 1, before)));
    Hold hold = log.holdFence(shard);

    CompletableFuture<TakeShards.Taken> one = log.takeShards(claim);
    CompletableFuture<TakeShards.Taken> other = log.takeShards(claim);
    log.awaitWaiting(2);
    hold.letGo();

    assertThat(List.of(get(one).epochs().get(0), get(other).epochs().get(0)))
        .containsExactlyInAnyOrder(
            new TakeShards.Epoch(shard, before + 1, true),
            new TakeShards.Epoch(shard, before + 1, false));
  }

  @Test
  void aShardThatHasChangedHandsTooOftenStaysWithWhoeverHasIt() {
    int shard = 613;
    List<String> processes = List.of("collab-a", "collab-b");
    int taken = 0;
    TakeShards.Epoch last = take(shard, processes.get(taken % 2), 0);
    while (last.raised() && taken < 10) {
      taken++;
      last = take(shard, processes.get(taken % 2), 0);
    }
    assertThat(taken).as("changes of hands").isBetween(1, 6);
    String owner = processes.get((taken + 1) % 2);
    String other = processes.get(taken % 2);

    TakeShards.Epoch again = take(shard, owner, 0);
    assertThat(again).isEqualTo(new TakeShards.Epoch(shard, last.epoch() + 1, true));
    TakeShards.Epoch settled = take(shard, owner, again.epoch());
    assertThat(settled).isEqualTo(new TakeShards.Epoch(shard, again.epoch() + 1, true));
    assertThat(take(shard, other, 0))
        .isEqualTo(new TakeShards.Epoch(shard, settled.epoch(), false));
  }

  private TakeShards.Epoch take(int shard, String process, long ifEpoch) {
    TakeShards claim = new TakeShards(process, List.of(new TakeShards.Claim(shard, 1, ifEpoch)));
    return get(log.takeShards(claim)).epochs().get(0);
  }

  @Test
  void whatIsGivenMovesAsOftenAsItIsAndCostsNoMoves() {
    for (int i = 0; i < 10; i++) {
      for (String process : List.of("collab-a", "collab-b")) {
        TakeShards.Claim given = new TakeShards.Claim(23, 1, 0, true);
        TakeShards.Taken taken = get(log.takeShards(new TakeShards(process, List.of(given))));
        assertThat(taken.epochs().get(0).raised()).isTrue();
      }
    }
    assertThat(take(23, "collab-a", 0).raised()).isTrue();
  }

  @Test
  void saysWhichShardsAnotherHasTakenAndCountsNobodysOwnRaise() {
    take(20, "collab-a", 0);
    long stays = take(20, "collab-a", 0).epoch();
    long lost = take(21, "collab-a", 0).epoch();
    long own = take(22, "collab-a", 0).epoch();
    take(22, "collab-a", own);
    long others = take(21, "collab-b", 0).epoch();

    ReadEpochs read =
        new ReadEpochs(
            "collab-a",
            List.of(
                new ReadEpochs.Held(20, stays),
                new ReadEpochs.Held(21, lost),
                new ReadEpochs.Held(22, own)));
    assertThat(get(log.readEpochs(read)).taken()).containsExactly(new ReadEpochs.Held(21, others));
  }

  @Test
  void anOlderEpochInsertsNothing() {
    DocumentId document = script.document();
    long old = script.take(document);
    Part kept = script.part(document, old, 0, 1);
    script.append(kept);
    long epoch = script.take(document);

    assertThat(script.append(script.part(document, old, 1, 1))).containsExactly(new Fenced(epoch));

    assertThat(script.updates(document)).isEqualTo(updates(kept));
  }

  @Test
  void anotherBaseThanTheLastRevisionInsertsNothing() {
    DocumentId document = script.document();
    long epoch = script.take(document);
    Part kept = script.part(document, epoch, 0, 3);
    script.append(kept);

    assertThat(script.append(script.part(document, epoch, 2, 5))).containsExactly(new Conflict(3));
    assertThat(script.append(script.part(document, epoch, 4, 1))).containsExactly(new Conflict(3));
    assertThat(script.append(script.part(document, epoch, 0, 1))).containsExactly(new Conflict(3));

    assertThat(script.updates(document)).isEqualTo(updates(kept));
  }

  @Test
  void fencedAndConflictingPartsDoNotFailTheOthers() {
    DocumentId fenced = script.documentIn(1);
    DocumentId conflicting = script.documentIn(2);
    DocumentId ahead = script.documentIn(3);
    DocumentId good = script.documentIn(4);
    DocumentId alsoGood = script.documentIn(2);
    long old = script.take(fenced);
    long current = script.take(fenced);
    long second = script.take(conflicting);
    script.append(script.part(conflicting, second, 0, 2));
    Part whole = script.part(good, script.take(good), 0, 4);
    Part alsoWhole = script.part(alsoGood, second, 0, 1);

    List<Append.Outcome> outcomes =
        script.append(
            whole,
            script.part(ahead, script.take(ahead), 9, 1),
            script.part(fenced, old, 0, 2),
            script.part(conflicting, second, 1, 3),
            alsoWhole);

    assertThat(outcomes)
        .containsExactly(
            new Appended(4),
            new Conflict(0),
            new Fenced(current),
            new Conflict(2),
            new Appended(1));
    assertThat(script.updates(good)).isEqualTo(updates(whole));
    assertThat(script.updates(alsoGood)).isEqualTo(updates(alsoWhole));
    assertThat(script.contents(fenced)).isEmpty();
    assertThat(script.contents(ahead)).isEmpty();
    assertThat(script.contents(conflicting)).hasSize(2);
  }

  @Test
  void readsInPages() {
    DocumentId document = script.document();
    Part part = script.part(document, script.take(document), 0, 10);
    script.append(part);
    int firstTwo =
        part.updates().get(0).update().length() + part.updates().get(1).update().length();

    ReadLog.Page byItems = get(log.read(new ReadLog(document, 3, 4, Integer.MAX_VALUE)));
    ReadLog.Page byBytes = get(log.read(new ReadLog(document, 0, 100, firstTwo)));
    ReadLog.Page oneOverTheBytes = get(log.read(new ReadLog(document, 0, 100, firstTwo + 1)));
    ReadLog.Page atLeastOne = get(log.read(new ReadLog(document, 5, 100, 1)));
    ReadLog.Page past = get(log.read(new ReadLog(document, 10, 100, 1)));

    assertThat(byItems.lastRevision()).isEqualTo(10);
    assertThat(byItems.entries())
        .extracting(ReadLog.Entry::revision)
        .containsExactly(4L, 5L, 6L, 7L);
    assertThat(byBytes.entries()).hasSize(2);
    assertThat(oneOverTheBytes.entries()).hasSize(3);
    assertThat(atLeastOne.entries()).extracting(ReadLog.Entry::revision).containsExactly(6L);
    assertThat(past).isEqualTo(new ReadLog.Page(10, List.of()));
    assertThat(get(log.read(new ReadLog(script.document(), 0, 1, 1))))
        .isEqualTo(new ReadLog.Page(0, List.of()));
  }

  @Test
  void aTakeoverWaitsForAnOpenAppendAndSeesIt() {
    DocumentId document = script.document();
    long old = script.take(document);
    Part part = script.part(document, old, 0, 3);
    OpenAppend open = log.begin(batch(part));

    CompletableFuture<TakeShards.Taken> takeover = script.takeLater(document);
    log.awaitWaiting(1);
    assertThat(takeover).isNotDone();
    assertThat(open.commit().outcomes()).containsExactly(new Appended(3));

    long epoch = LogScript.epochOf(document, get(takeover));
    assertThat(epoch).isEqualTo(old + 1);
    assertThat(script.updates(document)).isEqualTo(updates(part));
    assertThat(script.append(script.part(document, old, 3, 1))).containsExactly(new Fenced(epoch));
  }

  @Test
  void aTakeoverWaitsForAnOpenAppendThatComesToNothing() {
    DocumentId document = script.document();
    OpenAppend open = log.begin(batch(script.part(document, script.take(document), 0, 3)));

    CompletableFuture<TakeShards.Taken> takeover = script.takeLater(document);
    log.awaitWaiting(1);
    assertThat(takeover).isNotDone();
    open.abandon();

    long epoch = LogScript.epochOf(document, get(takeover));
    assertThat(script.contents(document)).isEmpty();
    assertThat(script.append(script.part(document, epoch, 0, 1))).containsExactly(new Appended(1));
  }

  @Test
  void anAppendBehindATakeoverIsFencedAlthoughItWasSentBeforeItsEnd() {
    DocumentId document = script.document();
    DocumentId elsewhere = script.documentIn((Shards.of(document) + 1) % Shards.COUNT);
    long old = script.take(document);
    Part good = script.part(elsewhere, script.take(elsewhere), 0, 2);
    Hold hold = log.holdFence(Shards.of(document));

    CompletableFuture<TakeShards.Taken> takeover = script.takeLater(document);
    log.awaitWaiting(1);
    CompletableFuture<Append.Result> late =
        log.append(batch(script.part(document, old, 0, 2), good));
    log.awaitWaiting(2);
    hold.letGo();

    long epoch = LogScript.epochOf(document, get(takeover));
    assertThat(get(late).outcomes()).containsExactly(new Fenced(epoch), new Appended(2));
    assertThat(script.contents(document)).isEmpty();
    assertThat(script.updates(elsewhere)).isEqualTo(updates(good));
  }

  @Test
  void anAppendAheadOfATakeoverIsInTheLogBeforeTheTakeoverAnswers() {
    DocumentId document = script.document();
    Part part = script.part(document, script.take(document), 0, 2);
    Hold hold = log.holdFence(Shards.of(document));

    CompletableFuture<Append.Result> append = log.append(batch(part));
    log.awaitWaiting(1);
    CompletableFuture<TakeShards.Taken> takeover = script.takeLater(document);
    log.awaitWaiting(2);
    hold.letGo();

    get(takeover);
    assertThat(script.updates(document)).isEqualTo(updates(part));
    assertThat(get(append).outcomes()).containsExactly(new Appended(2));
  }

  @Test
  void ofTwoAppendsWithOneBaseOneGoesInWholeAndTheOtherNotAtAll() {
    for (int round = 0; round < 20; round++) {
      DocumentId document = script.document();
      DocumentId neighbour = script.documentIn(Shards.of(document));
      long epoch = script.take(document);
      script.append(script.part(document, epoch, 0, 1));
      Hold hold = log.holdFence(Shards.of(document));

      Part shorter = script.part(document, epoch, 1, 1 + random.nextInt(3));
      Part longer = script.part(document, epoch, 1, 4 + random.nextInt(3));
      Part beside = script.part(neighbour, epoch, 0, 2);
      CompletableFuture<Append.Result> one = log.append(batch(shorter));
      CompletableFuture<Append.Result> other = log.append(batch(beside, longer));
      log.awaitWaiting(2);
      hold.letGo();

      Append.Outcome ofOne = get(one).outcomes().get(0);
      Append.Outcome ofOther = get(other).outcomes().get(1);
      boolean oneWon = ofOne instanceof Appended;
      Part winner = oneWon ? shorter : longer;
      long last = 1L + winner.updates().size();
      assertThat(List.of(ofOne, ofOther))
          .as("seed %d, round %d", seed, round)
          .containsExactlyInAnyOrder(new Appended(last), new Conflict(last));
      assertThat(script.updates(document).subList(1, (int) last)).isEqualTo(updates(winner));
      assertThat(script.contents(document)).hasSize((int) last);
      assertThat(get(other).outcomes().get(0)).isEqualTo(new Appended(2));
      assertThat(script.updates(neighbour)).isEqualTo(updates(beside));
    }
  }

  @Test
  void anAppendThatMeetsAnOpenOneOfItsDocumentGoesByWhatBecomesOfIt() {
    for (boolean committed : new boolean[] {true, false}) {
      DocumentId document = script.document();
      long epoch = script.take(document);
      Part first = script.part(document, epoch, 0, 2);
      Part second = script.part(document, epoch, 0, 5);
      OpenAppend open = log.begin(batch(first));

      CompletableFuture<Append.Result> append = log.append(batch(second));
      log.awaitWaiting(1);
      assertThat(append).isNotDone();
      if (committed) {
        open.commit();
      } else {
        open.abandon();
      }

      assertThat(get(append).outcomes())
          .containsExactly(committed ? new Conflict(2) : new Appended(5));
      assertThat(script.updates(document)).isEqualTo(updates(committed ? first : second));
    }
  }

  @Test
  void aTakeoverSettlesAnAppendInDoubt() {
    for (int round = 0; round < 20; round++) {
      DocumentId document = script.document();
      DocumentId other = script.document();
      long epoch = script.take(document);
      Part earlier = script.part(document, epoch, 0, 1);
      script.append(earlier);
      Part doubtful = script.part(document, epoch, 1, 1 + random.nextInt(20));
      Part alsoDoubtful = script.part(other, script.take(other), 0, 1);
      if (Shards.of(document) == Shards.of(other)) {
        continue;
      }

      CompletableFuture<Append.Result> lost =
          log.appendInDoubt(batch(doubtful, alsoDoubtful), random.nextLong());
      long raised = LogScript.epochOf(document, get(script.takeLater(document, other)));

      List<Bytes> settled = script.updates(document);
      List<Bytes> both = new ArrayList<>(updates(earlier));
      both.addAll(updates(doubtful));
      assertThat(settled).as("seed %d", seed).isIn(updates(earlier), both);
      assertThat(script.updates(other))
          .isEqualTo(settled.size() == 1 ? List.of() : updates(alsoDoubtful));
      Part next = script.part(document, raised, settled.size(), 1);
      assertThat(script.append(next)).containsExactly(new Appended(settled.size() + 1L));
      lost.handle((result, fault) -> true).join();
      assertThat(script.updates(document))
          .hasSize(settled.size() + 1)
          .startsWith(settled.toArray(Bytes[]::new));
    }
  }

  @Test
  void takeoversOfManyShardsAtOnceAllEnd() {
    List<DocumentId> documents = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      documents.add(script.documentIn(i));
    }
    long before = script.take(documents.get(0));
    List<CompletableFuture<TakeShards.Taken>> takeovers = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      Collections.shuffle(documents, random);
      takeovers.add(script.takeLater(documents.toArray(DocumentId[]::new)));
    }

    DocumentId any = documents.stream().filter(d -> Shards.of(d) == 0).findFirst().orElseThrow();
    assertThat(takeovers)
        .map(takeover -> LogScript.epochOf(any, get(takeover)))
        .containsExactlyInAnyOrderElementsOf(
            LongStream.rangeClosed(before + 1, before + 8).boxed().toList());
  }

  @Test
  void whateverWritersAndTakeoversDoTogetherTheLogIsOneSequence() {
    for (int round = 0; round < 10; round++) {
      new RandomHistory(log, script, random, "seed " + seed).run();
    }
  }
}
