package dev.quire.crdt.protocol;

import dev.quire.crdt.YDoc;
import dev.quire.crdt.fault.MalformedUpdateException.Fault;
import dev.quire.crdt.id.StateVector;
import dev.quire.crdt.lib0.Lib0Reader;
import dev.quire.crdt.lib0.Lib0Writer;
import org.jspecify.annotations.Nullable;

/**
 * What peers say to make their documents equal: each asks with {@link Step1}, which the other
 * answers with {@link Step2}; afterwards each {@link Update} is passed on as it comes.
 */
public sealed interface SyncMessage {
  /**
   * Asks for what the sender lacks.
   *
   * @param known what the sender has
   */
  record Step1(StateVector known) implements SyncMessage {
    @Override
    public void write(Lib0Writer out) {
      out.writeVarUint(0);
      out.writeVarBytes(known.encode());
    }
  }

  /**
   * Answers a {@link Step1}.
   *
   * @param update what the other lacks
   */
  record Step2(UpdateBytes update) implements SyncMessage {
    @Override
    public void write(Lib0Writer out) {
      out.writeVarUint(1);
      update.write(out);
    }
  }

  /**
   * Tells of a change.
   *
   * @param update the change
   */
  record Update(UpdateBytes update) implements SyncMessage {
    @Override
    public void write(Lib0Writer out) {
      out.writeVarUint(2);
      update.write(out);
    }
  }

  /** Asks for what a document lacks. */
  static SyncMessage step1(YDoc doc) {
    return new Step1(doc.stateVector());
  }

  /** Gives what somebody lacks who has {@code known}. */
  static SyncMessage step2(YDoc doc, StateVector known) {
    return new Step2(new UpdateBytes(doc.encodeStateAsUpdate(known)));
  }

  /** Tells of a change. */
  static SyncMessage update(byte[] update) {
    return new Update(new UpdateBytes(update));
  }

  /**
   * Decodes a message that fills the input. The update in it is not looked into.
   *
   * @throws dev.quire.crdt.fault.MalformedUpdateException if it is none
   */
  static SyncMessage decode(byte[] message) {
    Lib0Reader in = new Lib0Reader(message);
    SyncMessage read = read(in);
    in.expectEnd();
    return read;
  }

  /**
   * Reads a message. The update in it is not looked into.
   *
   * @throws dev.quire.crdt.fault.MalformedUpdateException if there is none
   */
  static SyncMessage read(Lib0Reader in) {
    long kind = in.readVarUint();
    if (kind == 0) {
      return new Step1(StateVector.decode(in.readVarBytes()));
    }
    if (kind == 1) {
      return new Step2(UpdateBytes.read(in));
    }
    if (kind == 2) {
      return new Update(UpdateBytes.read(in));
    }
    throw in.malformed(Fault.UNKNOWN_KIND, "unknown kind of synchronisation " + kind);
  }

  /** Writes this message. */
  void write(Lib0Writer out);

  /** The bytes of this message. */
  default byte[] encode() {
    Lib0Writer out = new Lib0Writer();
    write(out);
    return out.toByteArray();
  }

  /**
   * Does what the message asks for, as {@code readSyncMessage} of the y-protocols does.
   *
   * @param origin by which listeners recognise a change that comes of it
   * @return the answer to send back, or null if there is none
   * @throws dev.quire.crdt.fault.MalformedUpdateException if it holds an update that is none;
   *     nothing has changed then
   */
  default @Nullable SyncMessage handle(YDoc doc, @Nullable Object origin) {
    if (this instanceof Step1 step) {
      return step2(doc, step.known());
    }
    UpdateBytes update = this instanceof Step2 step ? step.update() : ((Update) this).update();
    doc.applyUpdate(update.toByteArray(), origin);
    return null;
  }
}
