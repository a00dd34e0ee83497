package dev.quire.crdt.update;

import dev.quire.crdt.lib0.Lib0Writer;
import dev.quire.crdt.lib0.Utf8;
import dev.quire.crdt.struct.Skip;

/**
 * Writes the structs of one client in the order of their clocks. Leaves out what it has written
 * before, fills gaps with Skips, and holds the last struct back as long as the next may join it.
 *
 * <p><b>When joining is right.</b> An item that names its client's clock before its own as its left
 * origin, and the same right origin as the item of that clock, is integrated to the same place
 * whether it comes alone or as the tail of that item: yjs cuts the longer item where something was
 * put or deleted in between. In a map, however, an item deletes the one before it when it comes
 * alone. So text is joined unless it is marked as a map's entry (no Yjs API puts text there), and
 * lists of values only while their parent is known to be no map.
 */
final class SectionWriter {
  private static final int ABSENT = -1;
  private static final int REPLACEMENT_CHARACTER = 0xefbfbd;

  private final boolean joins;
  private final Lib0Writer body = new Lib0Writer(256);
  private final Lib0Writer joined = new Lib0Writer();

  private long client;
  private long firstClock;
  private int count;

  /** The clock behind all that was written or is held. */
  private long end;

  private boolean holds;
  private Kind kind = Kind.SKIP;
  private int info;
  private long length;
  private byte[] bytes = {};
  private int from;
  private int headerEnd;
  private int payloadFrom;
  private int payloadEnd;
  private boolean listChild;
  private long rightClient;
  private long rightClock;

  /** The clock of the left origin that a cut has given the held struct, or absent. */
  private long cutBehind;

  /** Whether the payload stands in {@link #joined} instead of the input. */
  private boolean inJoined;

  SectionWriter() {
    this(true);
  }

  /**
   * @param joins whether structs may be joined; else each is written as it came
   */
  SectionWriter(boolean joins) {
    this.joins = joins;
  }

  /** Begins the section of a client. */
  void begin(long ofClient, long atClock) {
    client = ofClient;
    firstClock = atClock;
    end = atClock;
    count = 0;
    holds = false;
    body.clear();
  }

  /** Ends the section, and writes it: number of structs, client, first clock, structs. */
  void end(Lib0Writer out) {
    flush();
    out.writeVarUint(count);
    out.writeVarUint(client);
    out.writeVarUint(firstClock);
    out.writeAll(body);
  }

  /**
   * Writes a section of its own: all of another from a clock on. What lies behind the first struct
   * is copied as it is.
   *
   * @param section stands before its first struct
   * @return whether there was anything to write
   */
  boolean writeRest(StructCursor section, long known, Lib0Writer out) {
    do {
      if (!section.nextStruct()) {
        return false;
      }
    } while (section.endClock() <= known);
    begin(section.client(), Math.max(known, section.clock()));
    write(section);
    flush();
    count += section.structsLeft();
    body.writeBytes(section.bytes(), section.end(), section.sectionEnd() - section.end());
    end(out);
    return true;
  }

  /** Writes what of a struct hasn't been written yet. */
  void write(StructCursor struct) {
    if (struct.endClock() <= end) {
      return;
    }
    long known = Math.max(0, end - struct.clock());
    if (struct.clock() > end) {
      flush();
      skip(struct.clock() - end);
    }
    if (canJoin(struct, known)) {
      join(struct, known);
    } else {
      flush();
      hold(struct, known);
    }
    end = struct.endClock();
  }

  private void skip(long missing) {
    body.writeUint8(Skip.REF);
    body.writeVarUint(missing);
    count++;
  }

  private boolean canJoin(StructCursor struct, long known) {
    if (!joins || !holds || kind != struct.kind() || !kind.isDivisible()) {
      return false;
    }
    if (kind == Kind.GC) {
      return true;
    }
    boolean follows = known > 0 || struct.followsItsPredecessor();
    return follows && hasRightOriginOf(struct) && isOfOneList(struct);
  }

  private boolean hasRightOriginOf(StructCursor struct) {
    boolean has = (info & StructCursor.HAS_RIGHT_ORIGIN) != 0;
    return has == struct.hasRightOrigin()
        && (!has || (rightClient == struct.rightClient() && rightClock == struct.rightClock()));
  }

  private boolean isOfOneList(StructCursor struct) {
    if (kind == Kind.STRING) {
      return ((info | struct.info()) & StructCursor.HAS_PARENT_SUB) == 0;
    }
    return kind == Kind.DELETED || listChild;
  }

  private void join(StructCursor struct, long known) {
    length += struct.length() - known;
    if (kind == Kind.STRING || kind.isList()) {
      if (!inJoined) {
        joined.clear();
        joined.writeBytes(bytes, payloadFrom, payloadEnd - payloadFrom);
        inJoined = true;
      }
      appendPayload(struct, known);
    }
  }

  private void hold(StructCursor struct, long known) {
    holds = true;
    kind = struct.kind();
    info = struct.info();
    length = struct.length() - known;
    bytes = struct.bytes();
    from = struct.from();
    headerEnd = struct.headerEnd();
    payloadFrom = struct.payloadFrom();
    payloadEnd = struct.end();
    rightClient = struct.rightClient();
    rightClock = struct.rightClock();
    cutBehind = known > 0 ? end - 1 : ABSENT;
    int header =
        StructCursor.HAS_ORIGIN | StructCursor.HAS_RIGHT_ORIGIN | StructCursor.HAS_PARENT_SUB;
    listChild = known == 0 && (info & header) == 0;
    inJoined = false;
    if (known > 0 && (kind == Kind.STRING || kind.isList())) {
      joined.clear();
      appendPayload(struct, known);
      inJoined = true;
    }
  }

  /**
   * Appends a payload without its first {@code known} clocks. Half a surrogate pair becomes U+FFFD,
   * as in yjs.
   */
  private void appendPayload(StructCursor struct, long known) {
    int position = struct.payloadFrom();
    if (known > 0) {
      position = struct.payloadFrom(known);
      if (kind == Kind.STRING
          && Utf8.utf16Length(struct.bytes(), struct.payloadFrom(), position) > known) {
        joined.writeUint8(REPLACEMENT_CHARACTER >> 16);
        joined.writeUint8(REPLACEMENT_CHARACTER >> 8);
        joined.writeUint8(REPLACEMENT_CHARACTER);
      }
    }
    joined.writeBytes(struct.bytes(), position, struct.end() - position);
  }

  private void flush() {
    if (!holds) {
      return;
    }
    holds = false;
    count++;
    if (kind.isItem()) {
      writeHeader();
    } else {
      body.writeUint8(info);
    }
    switch (kind) {
      case GC, DELETED -> body.writeVarUint(length);
      case STRING -> {
        body.writeVarUint(inJoined ? joined.size() : payloadEnd - payloadFrom);
        writePayload();
      }
      case ANY, JSON -> {
        body.writeVarUint(length);
        writePayload();
      }
      default -> writePayload();
    }
  }

  private void writeHeader() {
    if (cutBehind == ABSENT) {
      body.writeBytes(bytes, from, headerEnd - from);
      return;
    }
    body.writeUint8(info | StructCursor.HAS_ORIGIN);
    body.writeVarUint(client);
    body.writeVarUint(cutBehind);
    if ((info & StructCursor.HAS_RIGHT_ORIGIN) != 0) {
      body.writeVarUint(rightClient);
      body.writeVarUint(rightClock);
    }
  }

  private void writePayload() {
    if (inJoined) {
      body.writeAll(joined);
    } else {
      body.writeBytes(bytes, payloadFrom, payloadEnd - payloadFrom);
    }
  }
}
