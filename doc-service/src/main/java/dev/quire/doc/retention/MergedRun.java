package dev.quire.doc.retention;

import dev.quire.doc.retention.MergeRule.Grouped;
import dev.quire.doc.segment.LoggedUpdate;
import dev.quire.doc.segment.Segment;
import dev.quire.wire.DocumentId;
import dev.quire.wire.Shards;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;

/**
 * A run of segments and what takes its place.
 *
 * @param dueLast the last revision of the first segment that was due
 * @param settled of which nothing will be merged any more
 * @param open the rest of the run
 * @param isYoung whether what is open is too young to be merged
 */
record MergedRun(
    List<Segment> old,
    long dueLast,
    List<LoggedUpdate> settled,
    List<LoggedUpdate> open,
    boolean isYoung,
    long beforeMicros,
    int items,
    long revisions) {
  static final String REPLACE =
      "SELECT replace_segments($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)";

  private static final int MOST_ITEMS = 4_096;

  static MergedRun of(List<Segment> old, Grouped grouped, long due, long beforeMicros) {
    List<LoggedUpdate> settled = new ArrayList<>(grouped.settled().size());
    int items = 0;
    long revisions = 0;
    for (List<LoggedUpdate> group : grouped.settled()) {
      LoggedUpdate item = MergedItem.of(group);
      settled.add(item);
      if (group.size() > 1) {
        items++;
        revisions += group.size() - 1;
      }
    }
    long dueLast =
        old.stream()
            .filter(one -> one.firstRevision() == due)
            .findFirst()
            .orElseThrow()
            .lastRevision();
    return new MergedRun(
        old, dueLast, settled, grouped.open(), grouped.isYoung(), beforeMicros, items, revisions);
  }

  /** Whether the first segment that was due begins with what is too young. */
  boolean isOnlyYoung() {
    return isYoung
        && !open.isEmpty()
        && old.stream()
            .filter(one -> one.lastRevision() == dueLast)
            .anyMatch(one -> one.firstRevision() >= open.get(0).fromRevision());
  }

  Tuple parameters(DocumentId document) {
    List<Segment> made = new ArrayList<>(pack(settled));
    int done = made.size();
    made.addAll(pack(open));
    List<LoggedUpdate> merged = settled.stream().filter(LoggedUpdate::isMerged).toList();
    return Tuple.tuple()
        .addInteger(Shards.of(document))
        .addUUID(document.toUuid())
        .addLong(old.get(0).firstRevision())
        .addLong(old.get(old.size() - 1).lastRevision())
        .addArrayOfBuffer(buffers(old.stream().map(one -> one.digest().array()).toList()))
        .addArrayOfLong(made.stream().map(Segment::firstRevision).toArray(Long[]::new))
        .addArrayOfLong(made.stream().map(Segment::lastRevision).toArray(Long[]::new))
        .addArrayOfLong(made.stream().map(Segment::updateBytes).toArray(Long[]::new))
        .addArrayOfBuffer(buffers(made.stream().map(one -> one.head().array()).toList()))
        .addArrayOfBuffer(buffers(made.stream().map(one -> one.updates().array()).toList()))
        .addArrayOfBuffer(buffers(made.stream().map(one -> one.digest().array()).toList()))
        .addArrayOfOffsetDateTime(mergedUntil(done, made.size()))
        .addArrayOfLong(merged.stream().map(LoggedUpdate::fromRevision).toArray(Long[]::new))
        .addArrayOfLong(merged.stream().map(LoggedUpdate::revision).toArray(Long[]::new));
  }

  private OffsetDateTime[] mergedUntil(int done, int all) {
    OffsetDateTime[] until = new OffsetDateTime[all];
    for (int i = 0; i < all; i++) {
      until[i] =
          i < done ? OffsetDateTime.MAX : isYoung ? Merging.time(beforeMicros) : OffsetDateTime.MIN;
    }
    return until;
  }

  private static Buffer[] buffers(List<byte[]> bytes) {
    return bytes.stream().map(Buffer::buffer).toArray(Buffer[]::new);
  }

  /** Segments of no more items and bytes than those that rows are packed into. */
  private static List<Segment> pack(List<LoggedUpdate> items) {
    List<Segment> segments = new ArrayList<>();
    List<LoggedUpdate> next = new ArrayList<>();
    long bytes = 0;
    for (LoggedUpdate item : items) {
      bytes += item.update().length();
      if (!next.isEmpty() && (next.size() == MOST_ITEMS || bytes > MergeRule.MOST_BYTES)) {
        segments.add(packed(next));
        next = new ArrayList<>();
        bytes = item.update().length();
      }
      next.add(item);
    }
    if (!next.isEmpty()) {
      segments.add(packed(next));
    }
    return segments;
  }

  private static Segment packed(List<LoggedUpdate> items) {
    Segment segment = Segment.pack(items);
    if (!segment.unpack().equals(items)) {
      throw new IllegalStateException(
          "revisions " + segment.firstRevision() + " … don't survive packing");
    }
    return segment;
  }
}
