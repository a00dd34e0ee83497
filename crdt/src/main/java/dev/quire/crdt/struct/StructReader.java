package dev.quire.crdt.struct;

import dev.quire.crdt.collection.LongMap;
import dev.quire.crdt.content.Content;
import dev.quire.crdt.content.ContentReader;
import dev.quire.crdt.content.TextStore;
import dev.quire.crdt.fault.MalformedUpdateException;
import dev.quire.crdt.fault.MalformedUpdateException.Fault;
import dev.quire.crdt.id.IdSet;
import dev.quire.crdt.lib0.Lib0Reader;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Reads an update of format v1 struct by struct, and refuses whatever a document couldn't
 * integrate.
 *
 * <p>Call {@link #next()} until it returns null, then {@link #readDeletes()} once. The structs of a
 * client come in one piece and in the order of their clocks, without gaps but for {@link Skip}. All
 * throw {@link dev.quire.crdt.fault.MalformedUpdateException}.
 *
 * <p>Accepted although yjs never writes them, since they mean something clear: blocks without
 * structs, clients in any order, deleted ranges that overlap. Refused although yjs would take them:
 * structs and deleted ranges without length, a client with two blocks, flags on structs that have
 * no use for them, bytes behind the delete set.
 */
public final class StructReader {
  private static final int REF_BITS = 0x1f;
  private static final Client NOBODY = new Client(Item.NONE);

  private final Lib0Reader in;
  private final LongFunction<Client> clients;
  private final TextStore texts = new TextStore();

  /** Kept if there are several blocks. */
  private final @Nullable LongMap<Client> clientsSeen;

  private int blocksLeft;
  private int structsLeft;
  private Client owner = NOBODY;
  private Client referred = NOBODY;
  private long clock;

  /** Reads for whoever has no document. */
  public StructReader(byte[] update) {
    this(update, Client::new);
  }

  /**
   * Reads for a document.
   *
   * @param clients gives the document's own client of an id, or a new one if it has none
   */
  public StructReader(byte[] update, LongFunction<Client> clients) {
    this.in = new Lib0Reader(update);
    this.clients = clients;
    this.blocksLeft = in.readCount("clients");
    this.clientsSeen = blocksLeft > 1 ? new LongMap<>() : null;
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
    clock += struct.length();
    return struct;
  }

  private void startBlock() {
    blocksLeft--;
    structsLeft = in.readCount("structs");
    owner = clients.apply(in.readVarUint());
    clock = in.readVarUint();
    if (clock > Struct.MAX_CLOCK) {
      throw tooHigh();
    }
    if (clientsSeen != null) {
      if (clientsSeen.get(owner.id()) != null) {
        throw in.malformed(Fault.REPEATED_CLIENT, "client with two blocks of structs");
      }
      clientsSeen.put(owner.id(), owner);
    }
  }

  private Struct readStruct() {
    int info = in.readUint8();
    return switch (info) {
      case Gc.REF -> new Gc(owner, clock, checkLength(ContentReader.readLength(in)));
      case Skip.REF -> new Skip(owner, clock, checkLength(ContentReader.readLength(in)));
      default -> readItem(info);
    };
  }

  private Item readItem(int info) {
    Client originOwner = null;
    long originClock = 0;
    Client rightOriginOwner = null;
    long rightOriginClock = 0;
    Parent parent = null;
    if ((info & Item.HAS_ORIGIN) != 0) {
      originOwner = client(in.readVarUint());
      originClock = readReferredClock(originOwner.id());
    }
    if ((info & Item.HAS_RIGHT_ORIGIN) != 0) {
      rightOriginOwner = client(in.readVarUint());
      rightOriginClock = readReferredClock(rightOriginOwner.id());
    }
    if (originOwner == null && rightOriginOwner == null) {
      parent = readParent();
      if ((info & Item.HAS_KEY) != 0) {
        parent = new Parent.Keyed(parent, in.readVarString());
      }
    }
    Content content = ContentReader.read(in, info & REF_BITS, texts);
    checkLength(content.length());
    return new Item(
        owner,
        clock,
        originOwner,
        originClock,
        rightOriginOwner,
        rightOriginClock,
        parent,
        content);
  }

  private Parent readParent() {
    if (in.readVarUint() == 1) {
      return new Parent.Root(in.readVarString());
    }
    long parentClient = in.readVarUint();
    return new Parent.Id(parentClient, readReferredClock(parentClient));
  }

  /** Most structs refer to their own client, or to the one that the struct before referred to. */
  private Client client(long id) {
    if (id == owner.id()) {
      return owner;
    }
    if (id != referred.id()) {
      referred = clients.apply(id);
    }
    return referred;
  }

  /** A client's struct can only refer to what the client made before. */
  private long readReferredClock(long referredClient) {
    long referredClock = in.readVarUint();
    if (referredClient == owner.id() && referredClock >= clock) {
      throw in.malformed(
          Fault.IMPOSSIBLE_REFERENCE, "struct refers to itself or to a later one of its client");
    }
    if (referredClock > Struct.MAX_CLOCK) {
      throw tooHigh();
    }
    return referredClock;
  }

  private long checkLength(long length) {
    if (length > Struct.MAX_CLOCK - clock) {
      throw tooHigh();
    }
    return length;
  }

  private MalformedUpdateException tooHigh() {
    return in.malformed(Fault.OUT_OF_RANGE, "clock above 2^31 - 1");
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
