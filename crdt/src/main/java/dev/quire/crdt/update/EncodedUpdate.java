package dev.quire.crdt.update;

import dev.quire.crdt.collection.LongMap;
import dev.quire.crdt.fault.MalformedUpdateException.Fault;
import dev.quire.crdt.id.IdSet;
import dev.quire.crdt.lib0.Lib0Reader;
import dev.quire.crdt.lib0.Lib0Writer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An update that has been walked through once: where its sections and its delete set are. */
final class EncodedUpdate {
  private final byte[] bytes;
  private final List<StructCursor> sections;
  private final boolean inOrder;
  private final int deleteSetFrom;
  private final @Nullable IdSet deleteSet;

  private EncodedUpdate(
      byte[] bytes,
      List<StructCursor> sections,
      boolean inOrder,
      int deleteSetFrom,
      @Nullable IdSet deleteSet) {
    this.bytes = bytes;
    this.sections = sections;
    this.inOrder = inOrder;
    this.deleteSetFrom = deleteSetFrom;
    this.deleteSet = deleteSet;
  }

  /**
   * Walks through an update from end to end.
   *
   * @throws dev.quire.crdt.fault.MalformedUpdateException if the bytes are no update
   */
  static EncodedUpdate read(byte[] update) {
    Lib0Reader in = new Lib0Reader(update);
    int count = in.readCount("clients");
    List<StructCursor> sections = new ArrayList<>(Math.min(count, 8));
    boolean inOrder = true;
    long clientBefore = Long.MAX_VALUE;
    for (int i = 0; i < count; i++) {
      int structs = in.readCount("structs");
      long client = in.readVarUint();
      inOrder &= client < clientBefore;
      clientBefore = client;
      long clock = in.readVarUint();
      StructCursor section = new StructCursor(update, in.position(), client, clock, structs);
      in.seek(section.walk());
      // An empty section takes three bytes of input: keeping one would cost fifty times that.
      if (section.holdsStructs()) {
        sections.add(section);
      }
    }
    if (!inOrder) {
      refuseSecondSections(sections, in);
    }
    int deleteSetFrom = in.position();
    IdSet deleteSet = readDeleteSet(in);
    in.expectEnd();
    return new EncodedUpdate(update, sections, inOrder, deleteSetFrom, deleteSet);
  }

  /** Most updates delete nothing: for them there is no set. */
  private static @Nullable IdSet readDeleteSet(Lib0Reader in) {
    int from = in.position();
    if (in.remaining() == 1 && in.readUint8() == 0) {
      return null;
    }
    in.seek(from);
    IdSet set = IdSet.read(in);
    return set.isEmpty() ? null : set;
  }

  private static void refuseSecondSections(List<StructCursor> sections, Lib0Reader in) {
    LongMap<StructCursor> byClient = new LongMap<>();
    for (StructCursor section : sections) {
      if (byClient.get(section.client()) != null) {
        throw in.malformed(Fault.REPEATED_CLIENT, "client with two sections of structs");
      }
      byClient.put(section.client(), section);
    }
  }

  /** The sections that hold more than Skips, each before its first struct. */
  List<StructCursor> sections() {
    return sections;
  }

  /** Whether the clients of the sections descend, so that there is one section a client. */
  boolean isInOrder() {
    return inOrder;
  }

  /** What the update deletes; null if it deletes nothing. */
  @Nullable IdSet deleteSet() {
    return deleteSet;
  }

  boolean isEmpty() {
    return sections.isEmpty() && deleteSet == null;
  }

  int deleteSetLength() {
    return bytes.length - deleteSetFrom;
  }

  void writeDeleteSet(Lib0Writer out) {
    out.writeBytes(bytes, deleteSetFrom, deleteSetLength());
  }
}
