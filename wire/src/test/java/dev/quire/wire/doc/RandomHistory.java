package dev.quire.wire.doc;

import static dev.quire.wire.doc.LogScript.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quire.wire.Bytes;
import dev.quire.wire.DocumentId;
import dev.quire.wire.Shards;
import dev.quire.wire.doc.Append.Appended;
import dev.quire.wire.doc.Append.Conflict;
import dev.quire.wire.doc.Append.Fenced;
import dev.quire.wire.doc.Append.Part;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

/**
 * Several writers at once over a few documents, who take shards from each other, go on under epochs
 * that they have lost, guess bases and lose answers; then the log is held against what they were
 * told.
 */
final class RandomHistory {
  private static final int WRITERS = 6;
  private static final int STEPS = 60;

  private final LogUnderTest log;
  private final LogScript script;
  private final Random random;
  private final String label;
  private final List<DocumentId> documents = new ArrayList<>();
  private final List<Writer> writers = new ArrayList<>();

  private record Promise(DocumentId document, long revision, Bytes update) {}

  /** Every update that was said to be in the log. */
  private final List<Promise> promises = new ArrayList<>();

  /** Every update that was said not to be. */
  private final List<Bytes> refused = new ArrayList<>();

  RandomHistory(LogUnderTest log, LogScript script, Random random, String label) {
    this.log = log;
    this.script = script;
    this.random = random;
    this.label = label;
  }

  void run() {
    int shard = random.nextInt(Shards.COUNT);
    for (int i = 0; i < 4; i++) {
      documents.add(script.documentIn((shard + i / 2) % Shards.COUNT));
    }
    for (int i = 0; i < WRITERS; i++) {
      writers.add(new Writer());
    }
    for (int step = 0; step < STEPS; step++) {
      writers.get(random.nextInt(WRITERS)).act();
    }
    writers.forEach(Writer::settle);
    get(script.takeLater(documents.toArray(DocumentId[]::new)));
    documents.forEach(this::check);
  }

  private void check(DocumentId document) {
    List<ReadLog.Entry> entries = script.contents(document);
    long epoch = 0;
    for (int i = 0; i < entries.size(); i++) {
      assertThat(entries.get(i).revision()).as(label).isEqualTo(i + 1L);
      assertThat(entries.get(i).epoch()).as(label).isGreaterThanOrEqualTo(epoch);
      epoch = entries.get(i).epoch();
    }
    for (Promise promise : promises) {
      if (promise.document().equals(document)) {
        assertThat(entries.get((int) (promise.revision() - 1)).update())
            .as(label)
            .isEqualTo(promise.update());
      }
    }
    assertThat(entries)
        .as(label)
        .extracting(ReadLog.Entry::update)
        .doesNotContainAnyElementsOf(refused.isEmpty() ? List.of(Bytes.EMPTY) : refused);
  }

  /**
   * Believes what it was last told, as an owner does. One operation of it is under way at a time.
   */
  private final class Writer {
    private final Map<Integer, Long> epochs = new HashMap<>();
    private final Map<DocumentId, Long> revisions = new HashMap<>();
    private Runnable answer = () -> {};

    void act() {
      settle();
      int choice = random.nextInt(10);
      if (epochs.isEmpty() || choice == 0) {
        take();
      } else {
        append(choice == 1);
      }
    }

    void settle() {
      answer.run();
      answer = () -> {};
    }

    private void take() {
      CompletableFuture<TakeShards.Taken> takeover =
          script.takeLater(documents.toArray(DocumentId[]::new));
      answer =
          () -> {
            get(takeover).epochs().forEach(taken -> epochs.put(taken.shard(), taken.epoch()));
            documents.forEach(
                document -> revisions.put(document, (long) script.contents(document).size()));
          };
    }

    private void append(boolean inDoubt) {
      List<DocumentId> chosen = new ArrayList<>(documents);
      Collections.shuffle(chosen, random);
      List<Part> parts =
          chosen.subList(0, 1 + random.nextInt(chosen.size())).stream().map(this::part).toList();
      if (inDoubt) {
        CompletableFuture<Append.Result> lost =
            log.appendInDoubt(new Append(parts), random.nextLong());
        answer =
            () -> {
              lost.exceptionally(fault -> new Append.Result(List.of())).join();
              epochs.clear();
            };
      } else {
        CompletableFuture<Append.Result> result = log.append(new Append(parts));
        answer = () -> learn(parts, get(result).outcomes());
      }
    }

    private Part part(DocumentId document) {
      return script.part(
          document,
          epochs.getOrDefault(Shards.of(document), 1L),
          revisions.getOrDefault(document, 0L),
          1 + random.nextInt(4));
    }

    private void learn(List<Part> parts, List<Append.Outcome> outcomes) {
      for (int i = 0; i < parts.size(); i++) {
        Part part = parts.get(i);
        List<Bytes> updates = LogScript.updates(part);
        if (outcomes.get(i) instanceof Appended appended) {
          assertThat(appended.revision()).as(label).isEqualTo(part.base() + updates.size());
          revisions.put(part.document(), appended.revision());
          for (int j = 0; j < updates.size(); j++) {
            promises.add(new Promise(part.document(), part.base() + 1 + j, updates.get(j)));
          }
        } else {
          refused.addAll(updates);
          if (outcomes.get(i) instanceof Conflict conflict) {
            revisions.put(part.document(), conflict.revision());
          } else if (outcomes.get(i) instanceof Fenced fenced) {
            assertThat(fenced.epoch()).as(label).isGreaterThan(part.epoch());
          }
        }
      }
    }
  }
}
