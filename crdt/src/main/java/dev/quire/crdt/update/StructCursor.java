package dev.quire.crdt.update;

import dev.quire.crdt.content.TypeKind;
import dev.quire.crdt.fault.MalformedUpdateException.Fault;
import dev.quire.crdt.lib0.AnyCodec;
import dev.quire.crdt.lib0.Lib0Reader;
import dev.quire.crdt.lib0.Utf8;

/**
 * Walks over the structs of one client's section in an encoded update, and says of each where its
 * parts lie in the bytes. Stands before the first struct at the beginning; holds one struct at a
 * time, and allocates nothing on its way.
 *
 * <p>A struct is its info byte and header (origins or parent), then its content. Of content that
 * can be cut or joined (see {@link Kind}) the payload is what follows the length or count.
 */
final class StructCursor {
  /** Bit of the info byte: the header names the item to the left. */
  static final int HAS_ORIGIN = 0x80;

  /** Bit of the info byte: the header names the item to the right. */
  static final int HAS_RIGHT_ORIGIN = 0x40;

  /** Bit of the info byte: the item is an entry of a map. */
  static final int HAS_PARENT_SUB = 0x20;

  private final byte[] bytes;
  private final Lib0Reader in;
  private final int sectionFrom;
  private final long client;
  private final long firstClock;
  private final int structs;

  private int sectionEnd;
  private boolean holdsStructs;
  private int left;

  private long clock;
  private long length;
  private int info;
  private Kind kind = Kind.SKIP;
  private int from;
  private int headerEnd;
  private int payloadFrom;
  private int end;
  private long originClient;
  private long originClock;
  private long rightClient;
  private long rightClock;

  StructCursor(byte[] bytes, int sectionFrom, long client, long firstClock, int structs) {
    this.bytes = bytes;
    this.in = new Lib0Reader(bytes);
    this.sectionFrom = sectionFrom;
    this.client = client;
    this.firstClock = firstClock;
    this.structs = structs;
    rewind();
  }

  /** Checks all structs, returns the position behind them, and stands before the first again. */
  int walk() {
    while (next()) {
      holdsStructs |= kind != Kind.SKIP;
    }
    sectionEnd = end;
    rewind();
    return sectionEnd;
  }

  /** Says where the section ends, for one that has been checked before. */
  void endAt(int position) {
    sectionEnd = position;
  }

  private void rewind() {
    in.seek(sectionFrom);
    left = structs;
    clock = firstClock;
    length = 0;
    end = sectionFrom;
  }

  /** Goes on to the next struct, if there is one. */
  boolean next() {
    if (left == 0) {
      return false;
    }
    left--;
    clock += length;
    from = in.position();
    info = in.readUint8();
    kind = Kind.of(info, in);
    headerEnd = from + 1;
    if (kind.isItem()) {
      readHeader();
    }
    payloadFrom = headerEnd;
    length = readContent();
    if (length > Lib0Reader.MAX_INTEGER - clock) {
      throw in.malformed(Fault.OUT_OF_RANGE, "clock above 2^53 - 1");
    }
    end = in.position();
    return true;
  }

  /** Goes on to the next struct that isn't a Skip, if there is one. */
  boolean nextStruct() {
    while (next()) {
      if (kind != Kind.SKIP) {
        return true;
      }
    }
    return false;
  }

  private void readHeader() {
    if ((info & HAS_ORIGIN) != 0) {
      originClient = in.readVarUint();
      originClock = readReferredClock(originClient);
    }
    if ((info & HAS_RIGHT_ORIGIN) != 0) {
      rightClient = in.readVarUint();
      rightClock = readReferredClock(rightClient);
    }
    if ((info & (HAS_ORIGIN | HAS_RIGHT_ORIGIN)) == 0) {
      if (in.readVarUint() == 1) {
        in.skipVarString();
      } else {
        readReferredClock(in.readVarUint());
      }
      if ((info & HAS_PARENT_SUB) != 0) {
        in.skipVarString();
      }
    }
    headerEnd = in.position();
  }

  /** A client's struct can only refer to what the client made before. */
  private long readReferredClock(long referredClient) {
    long referred = in.readVarUint();
    if (referredClient == client && referred >= clock) {
      throw in.malformed(
          Fault.IMPOSSIBLE_REFERENCE, "struct refers to itself or to a later one of its client");
    }
    return referred;
  }

  /** Reads to the end of the struct; returns its length in clocks. */
  private long readContent() {
    return switch (kind) {
      case SKIP -> positive(in.readVarUint());
      case GC, DELETED -> readLength();
      case STRING -> readText();
      case ANY, JSON -> readElements();
      default -> {
        skipAtom();
        yield 1;
      }
    };
  }

  private long readLength() {
    long declared = in.readVarUint();
    payloadFrom = in.position();
    return positive(declared);
  }

  private long readText() {
    int size = in.readCount("bytes");
    payloadFrom = in.position();
    in.skip(size);
    return positive(Utf8.utf16Length(bytes, payloadFrom, payloadFrom + size));
  }

  private long readElements() {
    int count = in.readCount("elements");
    payloadFrom = in.position();
    skipElements(kind, in, count);
    return positive(count);
  }

  private long positive(long declared) {
    if (declared == 0) {
      throw in.malformed(Fault.EMPTY, "struct without length");
    }
    return declared;
  }

  private void skipElements(Kind elements, Lib0Reader reader, int count) {
    for (int i = 0; i < count; i++) {
      if (elements == Kind.ANY) {
        AnyCodec.skip(reader);
      } else {
        reader.skipVarString();
      }
    }
  }

  private void skipAtom() {
    switch (kind) {
      case BINARY -> in.skip(in.readCount("bytes"));
      case EMBED -> in.skipVarString();
      case FORMAT -> {
        in.skipVarString();
        in.skipVarString();
      }
      case TYPE -> skipType();
      case DOC -> {
        in.skipVarString();
        AnyCodec.skip(in);
      }
      default -> throw new IllegalStateException("not atomic: " + kind);
    }
  }

  private void skipType() {
    long ref = in.readVarUint();
    if (ref >= TypeKind.COUNT) {
      throw in.malformed(Fault.UNKNOWN_KIND, "unknown kind of type " + ref);
    }
    if (TypeKind.of((int) ref).isNamed()) {
      in.skipVarString();
    }
  }

  /**
   * Where the payload of this struct begins without its first {@code offset} clocks. Where that is
   * within a character of two UTF-16 units, the position is behind it, and the second unit is lost.
   */
  int payloadFrom(long offset) {
    return switch (kind) {
      case STRING -> Utf8.positionOf(bytes, payloadFrom, offset);
      case ANY, JSON -> {
        Lib0Reader elements = new Lib0Reader(bytes);
        elements.seek(payloadFrom);
        skipElements(kind, elements, (int) offset);
        yield elements.position();
      }
      default -> payloadFrom;
    };
  }

  /**
   * The clock up to which this section knows its client without a gap from the start; 0 if its
   * start is missing. The cursor is used up.
   */
  long endOfStart() {
    if (firstClock != 0) {
      return 0;
    }
    long known = 0;
    while (next() && kind != Kind.SKIP) {
      known = endClock();
    }
    return known;
  }

  boolean holdsStructs() {
    return holdsStructs;
  }

  byte[] bytes() {
    return bytes;
  }

  long client() {
    return client;
  }

  /** How many structs follow the present one in the section, Skips included. */
  int structsLeft() {
    return left;
  }

  int sectionEnd() {
    return sectionEnd;
  }

  long clock() {
    return clock;
  }

  long length() {
    return length;
  }

  long endClock() {
    return clock + length;
  }

  int info() {
    return info;
  }

  Kind kind() {
    return kind;
  }

  int from() {
    return from;
  }

  int headerEnd() {
    return headerEnd;
  }

  int payloadFrom() {
    return payloadFrom;
  }

  int end() {
    return end;
  }

  long rightClient() {
    return rightClient;
  }

  long rightClock() {
    return rightClock;
  }

  boolean hasRightOrigin() {
    return (info & HAS_RIGHT_ORIGIN) != 0;
  }

  /** Whether the item was typed right behind the same client's clock before it. */
  boolean followsItsPredecessor() {
    return (info & HAS_ORIGIN) != 0 && originClient == client && originClock == clock - 1;
  }
}
