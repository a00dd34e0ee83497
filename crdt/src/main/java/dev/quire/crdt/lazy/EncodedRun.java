package dev.quire.crdt.lazy;

import dev.quire.crdt.UpdateContents;
import dev.quire.crdt.id.StateVector;
import dev.quire.crdt.lib0.Lib0Writer;
import dev.quire.crdt.update.Sections;
import dev.quire.crdt.update.Updates;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An encoded update with what is needed to answer from it without decoding it: which structs it
 * holds, where its delete set is, and a mark every few kilobytes. Immutable, for any thread.
 */
final class EncodedRun {
  /** Bytes from one mark to the next. */
  private static final int STEP = 4096;

  private static final int OBJECTS = 550;

  private final byte[] bytes;
  private final Marks marks;
  private final PackedIds structs;
  private final int structBytes;
  private final PackedIds deletes;
  private final int deletesFrom;

  private EncodedRun(
      byte[] bytes,
      Marks marks,
      PackedIds structs,
      int structBytes,
      PackedIds deletes,
      int deletesFrom) {
    this.bytes = bytes;
    this.marks = marks;
    this.structs = structs;
    this.structBytes = structBytes;
    this.deletes = deletes;
    this.deletesFrom = deletesFrom;
  }

  /**
   * Validates an update in one pass and keeps it; one whose parts are not in the usual order is
   * encoded anew.
   *
   * @throws dev.quire.crdt.fault.MalformedUpdateException where a document would throw it
   */
  static EncodedRun read(byte[] update) {
    EncodedRun run = readOrdered(update);
    if (run == null) {
      UpdateContents.read(update);
      run = readOrdered(Updates.mergeApart(List.of(update)));
    }
    return Objects.requireNonNull(run, "merged updates are in order");
  }

  private static @Nullable EncodedRun readOrdered(byte[] update) {
    StructWalk walk = new StructWalk(update);
    Marks marks = new Marks();
    RangeWriter ranges = new RangeWriter();
    int nextMark = 0;
    boolean inOrder = true;
    long clientBefore = Long.MAX_VALUE;
    while (walk.nextSection()) {
      inOrder &= walk.client() < clientBefore;
      clientBefore = walk.client();
      int firstMark = marks.size();
      ranges.begin(walk.client());
      while (walk.nextStruct()) {
        if (walk.from() >= nextMark) {
          marks.add(walk.client(), walk.clock(), walk.from(), walk.structsLeft() + 1, 0);
          nextMark = walk.from() + STEP;
        }
        if (!walk.isSkip()) {
          ranges.add(walk.clock(), walk.clock() + walk.length());
        }
      }
      ranges.end();
      marks.endFrom(firstMark, walk.position());
    }
    marks.trim();
    PackedIds deletes = PackedIds.read(update, walk.position());
    if (!inOrder || deletes == null) {
      return null;
    }
    byte[] packed = ranges.toByteArray();
    PackedIds structs = Objects.requireNonNull(PackedIds.read(packed, 0), "written in order");
    return new EncodedRun(update, marks, structs, packed.length, deletes, walk.position());
  }

  /** The update; not to be changed. */
  byte[] bytes() {
    return bytes;
  }

  /** What it takes in memory, in bytes, all included. */
  long heldBytes() {
    return (long) OBJECTS
        + bytes.length
        + structBytes
        + marks.heldBytes()
        + structs.indexBytes()
        + deletes.indexBytes();
  }

  /** How long the ids of its structs are, encoded. */
  int structBytes() {
    return structBytes;
  }

  PackedIds structs() {
    return structs;
  }

  PackedIds deletes() {
    return deletes;
  }

  /**
   * What of the update somebody lacks who has {@code known}; the delete set is always whole. Takes
   * time for what it writes and a few kilobytes a client.
   */
  byte[] diff(StateVector known) {
    Lib0Writer body = new Lib0Writer();
    int sections = 0;
    StructWalk walk = new StructWalk(bytes);
    int walkedFrom = -1;
    PackedIds.Walk ranges = structs.walk();
    boolean on = ranges.next();
    while (on) {
      long client = ranges.client();
      long end = 0;
      while (on && ranges.client() == client) {
        end = ranges.end();
        on = ranges.next();
      }
      long has = known.get(client);
      if (end <= has) {
        continue;
      }
      int mark = Math.max(0, marks.floor(client, has));
      if (marks.client(mark) == client) {
        Sections.writeRest(
            bytes,
            marks.position(mark),
            marks.end(mark),
            client,
            marks.clock(mark),
            marks.left(mark),
            has,
            body);
      } else {
        if (walkedFrom != mark) {
          walk.resume(
              marks.position(mark), marks.client(mark), marks.clock(mark), marks.left(mark));
          walkedFrom = mark;
        }
        writeSmall(walk, mark, client, has, body);
      }
      sections++;
    }
    Lib0Writer out = new Lib0Writer(body.size() + 8 + bytes.length - deletesFrom);
    out.writeVarUint(sections);
    out.writeAll(body);
    out.writeBytes(bytes, deletesFrom, bytes.length - deletesFrom);
    return out.toByteArray();
  }

  /** Writes of a section that begins between two marks. */
  private void writeSmall(StructWalk walk, int mark, long client, long has, Lib0Writer body) {
    do {
      while (walk.nextStruct()) {
        // On to the next section.
      }
      walk.nextSection();
    } while (walk.client() != client);
    int from = walk.position();
    long clock = walk.clock();
    int left = walk.structsLeft();
    boolean reachesNextMark = mark + 1 < marks.size() && marks.client(mark + 1) == client;
    int end;
    if (reachesNextMark) {
      end = marks.end(mark + 1);
    } else {
      while (walk.nextStruct()) {
        // To its end.
      }
      end = walk.position();
    }
    Sections.writeRest(bytes, from, end, client, clock, left, has, body);
  }

  /** About how many bytes {@link #diff} walks over and writes, at most. */
  long diffCost(StateVector known) {
    long cost = (long) bytes.length - deletesFrom;
    for (int i = 0; i < marks.size(); i++) {
      boolean isLast = i + 1 == marks.size();
      boolean isKnown =
          !isLast
              && marks.client(i + 1) == marks.client(i)
              && marks.clock(i + 1) <= known.get(marks.client(i));
      if (!isKnown) {
        cost += (isLast ? deletesFrom : marks.position(i + 1)) - marks.position(i);
      }
    }
    return cost;
  }

  /** What of some contents it doesn't hold. */
  UpdateContents unknown(UpdateContents contents) {
    return new UpdateContents(
        structs.unknown(contents.structs()), deletes.unknown(contents.deletes()));
  }
}
