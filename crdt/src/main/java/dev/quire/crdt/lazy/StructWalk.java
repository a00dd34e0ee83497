package dev.quire.crdt.lazy;

import dev.quire.crdt.content.ContentAny;
import dev.quire.crdt.content.ContentBinary;
import dev.quire.crdt.content.ContentDeleted;
import dev.quire.crdt.content.ContentReader;
import dev.quire.crdt.content.ContentString;
import dev.quire.crdt.content.TextStore;
import dev.quire.crdt.fault.MalformedUpdateException.Fault;
import dev.quire.crdt.lib0.AnyCodec;
import dev.quire.crdt.lib0.Lib0Reader;
import dev.quire.crdt.lib0.Utf8;
import dev.quire.crdt.struct.Gc;
import dev.quire.crdt.struct.Skip;
import dev.quire.crdt.struct.Struct;

/**
 * Walks over the structs of an encoded update, section by section, and says where each begins and
 * which clocks it takes. Refuses what {@link dev.quire.crdt.struct.StructReader} refuses, except a
 * client with two sections, and makes no structs.
 */
final class StructWalk {
  private static final int KIND = 0x1f;
  private static final int HAS_ORIGIN = 0x80;
  private static final int HAS_RIGHT_ORIGIN = 0x40;
  private static final int HAS_KEY = 0x20;

  private final byte[] bytes;
  private final Lib0Reader in;

  /** Stays empty: text is not read. */
  private final TextStore texts = new TextStore();

  private int sectionsLeft;
  private int structsLeft;
  private long client;
  private long clock;
  private long length;
  private int from;
  private boolean skip;

  /** Stands before the first section. */
  StructWalk(byte[] update) {
    bytes = update;
    in = new Lib0Reader(update);
    sectionsLeft = in.readCount("clients");
  }

  /**
   * Goes to a struct that was walked over before; sections that follow are not counted any more.
   *
   * @param left how many structs the section has from this one on
   */
  void resume(int position, long ofClient, long atClock, int left) {
    in.seek(position);
    client = ofClient;
    clock = atClock;
    length = 0;
    structsLeft = left;
    sectionsLeft = Integer.MAX_VALUE;
  }

  /** Goes on to the next section; only behind the last struct of the one before. */
  boolean nextSection() {
    if (sectionsLeft == 0) {
      return false;
    }
    sectionsLeft--;
    structsLeft = in.readCount("structs");
    client = in.readVarUint();
    clock = in.readVarUint();
    length = 0;
    checkClock(clock);
    return true;
  }

  /** Goes on to the next struct of the section. */
  boolean nextStruct() {
    if (structsLeft == 0) {
      return false;
    }
    structsLeft--;
    clock += length;
    from = in.position();
    int info = in.readUint8();
    skip = info == Skip.REF;
    if (skip || info == Gc.REF) {
      length = ContentReader.readLength(in);
    } else {
      readHeader(info);
      length = readContent(info & KIND);
    }
    checkClock(clock + length);
    return true;
  }

  private void readHeader(int info) {
    if ((info & HAS_ORIGIN) != 0) {
      readId();
    }
    if ((info & HAS_RIGHT_ORIGIN) != 0) {
      readId();
    }
    if ((info & (HAS_ORIGIN | HAS_RIGHT_ORIGIN)) == 0) {
      if (in.readVarUint() == 1) {
        in.skipVarString();
      } else {
        readId();
      }
      if ((info & HAS_KEY) != 0) {
        in.skipVarString();
      }
    }
  }

  /** A client's struct can only refer to what the client made before. */
  private void readId() {
    long referredClient = in.readVarUint();
    long referred = in.readVarUint();
    if (referredClient == client && referred >= clock) {
      throw in.malformed(
          Fault.IMPOSSIBLE_REFERENCE, "struct refers to itself or to a later one of its client");
    }
    checkClock(referred);
  }

  private void checkClock(long reached) {
    if (reached > Struct.MAX_CLOCK) {
      throw in.malformed(Fault.OUT_OF_RANGE, "clock above 2^31 - 1");
    }
  }

  private long readContent(int ref) {
    return switch (ref) {
      case ContentDeleted.REF -> ContentReader.readLength(in);
      case ContentString.REF -> positive(readText());
      case ContentAny.REF -> positive(readValues());
      case ContentBinary.REF -> {
        in.skip(in.readCount("bytes"));
        yield 1;
      }
      default -> ContentReader.read(in, ref, texts).length();
    };
  }

  private int readText() {
    int size = in.readCount("bytes");
    int start = in.position();
    in.skip(size);
    return Utf8.utf16Length(bytes, start, start + size);
  }

  private int readValues() {
    int count = in.readCount("elements");
    for (int i = 0; i < count; i++) {
      AnyCodec.skip(in);
    }
    return count;
  }

  private long positive(int declared) {
    if (declared == 0) {
      throw in.malformed(Fault.EMPTY, "struct without length");
    }
    return declared;
  }

  long client() {
    return client;
  }

  /** The first clock of the struct; before the first struct, of the section. */
  long clock() {
    return clock;
  }

  long length() {
    return length;
  }

  boolean isSkip() {
    return skip;
  }

  /** Where the struct begins. */
  int from() {
    return from;
  }

  /** How many structs follow in the section. */
  int structsLeft() {
    return structsLeft;
  }

  /** Where what has been walked over ends. */
  int position() {
    return in.position();
  }
}
