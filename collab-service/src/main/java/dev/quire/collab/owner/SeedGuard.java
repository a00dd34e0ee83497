package dev.quire.collab.owner;

import dev.quire.crdt.UpdateContents;
import dev.quire.crdt.id.IdSet;
import dev.quire.crdt.id.StateVector;
import dev.quire.wire.Bytes;
import dev.quire.wire.DocumentId;
import dev.quire.wire.SeedClients;
import java.util.Optional;

/**
 * Keeps histories out of a document with initial content that would double it: those that hold the
 * initial content of another document, and those that are nothing but this content once more,
 * written by somebody who has never seen it. Everything else merges.
 *
 * <p>Without initial content of its own a document takes whatever comes: a copy of another one is
 * made so.
 */
final class SeedGuard {
  /** How many updates of one session are looked at for the same content; a seed comes first. */
  static final int LOOKS = 4;

  /** In bytes. Nobody but a hostile client names thousands of others. */
  private static final int LONGEST_VECTOR = 16 << 10;

  private final long own;
  private boolean seeded;
  private Optional<SeedPrint> print;

  SeedGuard(DocumentId document, LoadedState loaded) {
    this.own = SeedClients.of(document);
    this.seeded = loaded.isSeeded();
    this.print = loaded.seed();
  }

  /**
   * Whether somebody's copy of the document is one of another.
   *
   * @param known what the document holds
   * @throws dev.quire.crdt.fault.MalformedUpdateException where it is no state vector
   */
  boolean refuses(Bytes stateVector, DocumentState known) {
    if (!seeded || stateVector.length() > LONGEST_VECTOR) {
      return false;
    }
    IdSet foreign = new IdSet();
    StateVector.decode(stateVector.array())
        .toMap()
        .forEach(
            (client, clock) -> {
              if (isForeignSeed(client) && clock > 0) {
                foreign.add(client, 0, 1);
              }
            });
    return !foreign.isEmpty()
        && !known.unknown(new UpdateContents(foreign, new IdSet())).structs().isEmpty();
  }

  /**
   * Whether an update is of a history that must not come in.
   *
   * @param fresh what of it is new
   */
  boolean refuses(Session session, Bytes update, UpdateContents contents, UpdateContents fresh) {
    if (!seeded) {
      return false;
    }
    for (long client : fresh.structs().clients()) {
      if (isForeignSeed(client)) {
        return true;
      }
    }
    return isSeedAgain(session, update, contents, fresh);
  }

  private boolean isForeignSeed(long client) {
    return client != own && SeedClients.isOne(client);
  }

  /** Only a history that shares nothing with this one can be the same content once more. */
  private boolean isSeedAgain(
      Session session, Bytes update, UpdateContents contents, UpdateContents fresh) {
    boolean shares =
        contents.structs().rangesOf(own) != null || !fresh.structs().equals(contents.structs());
    return print.isPresent()
        && !contents.structs().isEmpty()
        && !shares
        && update.length() <= SeedPrint.LONGEST
        && session.takeLook()
        && SeedPrint.of(update).equals(print);
  }

  /** An update was let in, which may be the initial content. */
  void accepted(Bytes update, UpdateContents contents) {
    if (!seeded && contents.structs().rangesOf(own) != null) {
      seeded = true;
      print = SeedPrint.of(update);
    }
  }
}
