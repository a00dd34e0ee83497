package dev.quire.crdt.struct;

import dev.quire.crdt.IdSet;
import dev.quire.crdt.MalformedUpdateException.Fault;
import dev.quire.crdt.collection.LongMap;
import dev.quire.crdt.content.ContentReader;
import dev.quire.crdt.lib0.Lib0Reader;
import org.jspecify.annotations.Nullable;

/**
 * Reads an update of format v1 struct by struct, and refuses whatever a document couldn't
 * integrate.
 *
 * <p>Call {@link #next()} until it returns null, then {@link #readDeletes()} once. The structs of a
 * client come in one piece and in the order of their clocks, without gaps but for {@link Skip}. All
 * throw {@link dev.quire.crdt.MalformedUpdateException}.
 *
 * <p>Accepted although yjs never writes them, since they mean something clear: blocks without
 * structs, clients in any order, deleted ranges that overlap. Refused although yjs would take them:
 * structs and deleted ranges without length, a client with two blocks, flags on structs that have
 * no use for them, bytes behind the delete set.
 */
public final class StructReader {
  private static final int REF_BITS = 0x1f;

  private final Lib0Reader in;
  private final LongMap<Boolean> clientsSeen = new LongMap<>();
  private int blocksLeft;
  private int structsLeft;
  private long client;
  private long clock;

  public StructReader(byte[] update) {
    in = new Lib0Reader(update);
    blocksLeft = in.readCount("clients");
  }

  /** The next struct, or null behind the last. */
  public @Nullable Struct next() {
    while (structsLeft == 0) {
      if (blocksLeft == 0) {
        return null;
      }
      startBlock();
    }
    structsLeft--;
    Struct struct = readStruct();
    if (struct.length() > Lib0Reader.MAX_INTEGER - clock) {
      throw in.malformed(Fault.OUT_OF_RANGE, "clock above 2^53 - 1");
    }
    clock += struct.length();
    return struct;
  }

  private void startBlock() {
    blocksLeft--;
    structsLeft = in.readCount("structs");
    client = in.readVarUint();
    clock = in.readVarUint();
    if (clientsSeen.get(client) != null) {
      throw in.malformed(Fault.REPEATED_CLIENT, "client with two blocks of structs");
    }
    clientsSeen.put(client, true);
  }

  private Struct readStruct() {
    int info = in.readUint8();
    return switch (info) {
      case Gc.REF -> new Gc(client, clock, ContentReader.readLength(in));
      case Skip.REF -> new Skip(client, clock, ContentReader.readLength(in));
      default -> readItem(info);
    };
  }

  private Item readItem(int info) {
    long originClient = Item.NONE;
    long originClock = 0;
    long rightOriginClient = Item.NONE;
    long rightOriginClock = 0;
    Parent parent = null;
    String key = null;
    if ((info & Item.HAS_ORIGIN) != 0) {
      originClient = in.readVarUint();
      originClock = readReferredClock(originClient);
    }
    if ((info & Item.HAS_RIGHT_ORIGIN) != 0) {
      rightOriginClient = in.readVarUint();
      rightOriginClock = readReferredClock(rightOriginClient);
    }
    if (originClient == Item.NONE && rightOriginClient == Item.NONE) {
      parent = readParent();
      key = (info & Item.HAS_KEY) != 0 ? in.readVarString() : null;
    }
    return new Item(
        client,
        clock,
        originClient,
        originClock,
        rightOriginClient,
        rightOriginClock,
        parent,
        key,
        ContentReader.read(in, info & REF_BITS));
  }

  private Parent readParent() {
    if (in.readVarUint() == 1) {
      return new Parent.Root(in.readVarString());
    }
    long parentClient = in.readVarUint();
    return new Parent.Id(parentClient, readReferredClock(parentClient));
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

  /** The delete set, which ends the update. */
  public IdSet readDeletes() {
    if (blocksLeft > 0 || structsLeft > 0) {
      throw new IllegalStateException("structs are still to be read");
    }
    IdSet deletes = IdSet.read(in);
    in.expectEnd();
    return deletes;
  }
}
