package dev.quire.wire.doc;

import dev.quire.wire.Bytes;
import dev.quire.wire.DocumentId;
import dev.quire.wire.SessionId;
import dev.quire.wire.Shards;
import dev.quire.wire.doc.ReadLog.Entry;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The words that {@link OpLogContract} is written in. */
final class LogScript {
  private static final int PATIENCE_SECONDS = 30;

  private final LogUnderTest log;
  private final Random random;
  private long updates;

  LogScript(LogUnderTest log, Random random) {
    this.log = log;
    this.random = random;
  }

  DocumentId document() {
    return new DocumentId(random.nextLong(), random.nextLong());
  }

  DocumentId documentIn(int shard) {
    while (true) {
      DocumentId document = document();
      if (Shards.of(document) == shard) {
        return document;
      }
    }
  }

  /** The new epoch of the document's shard. */
  long take(DocumentId document) {
    return epochOf(document, get(takeLater(document)));
  }

  CompletableFuture<TakeShards.Taken> takeLater(DocumentId... documents) {
    return log.takeShards(
        new TakeShards(
            "collab-1",
            Arrays.stream(documents)
                .map(Shards::of)
                .distinct()
                .map(shard -> new TakeShards.Claim(shard, random.nextInt(100), 0))
                .toList()));
  }

  static long epochOf(DocumentId document, TakeShards.Taken taken) {
    return taken.epochs().stream()
        .filter(epoch -> epoch.shard() == Shards.of(document))
        .findFirst()
        .orElseThrow()
        .epoch();
  }

  /** A part of updates that are like no other. */
  Append.Part part(DocumentId document, long epoch, long base, int count) {
    List<Append.Update> list = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] bytes = new byte[16 + random.nextInt(100)];
      ByteBuffer.wrap(bytes).putLong(++updates).putLong(random.nextLong());
      SessionId session = random.nextInt(4) == 0 ? null : new SessionId(7, random.nextInt(3));
      list.add(new Append.Update("author-" + random.nextInt(3), Bytes.of(bytes), session));
    }
    return new Append.Part(document, epoch, base, list);
  }

  static Append batch(Append.Part... parts) {
    return new Append(List.of(parts));
  }

  List<Append.Outcome> append(Append.Part... parts) {
    return get(log.append(batch(parts))).outcomes();
  }

  List<Entry> contents(DocumentId document) {
    List<Entry> entries = new ArrayList<>();
    while (true) {
      ReadLog.Page page =
          get(log.read(new ReadLog(document, entries.size(), 1000, Integer.MAX_VALUE)));
      entries.addAll(page.entries());
      if (entries.size() >= page.lastRevision() || page.entries().isEmpty()) {
        return entries;
      }
    }
  }

  List<Bytes> updates(DocumentId document) {
    return contents(document).stream().map(Entry::update).toList();
  }

  static List<Bytes> updates(Append.Part part) {
    return part.updates().stream().map(Append.Update::update).toList();
  }

  static <T> T get(CompletableFuture<T> future) {
    try {
      return future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new AssertionError("no answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }
}
