package dev.quire.crdt.struct;

import dev.quire.crdt.lib0.Lib0Writer;

/** A gap in an update: clocks that it says nothing about. Never part of a document. */
public final class Skip extends Struct {
  /** Its number in the format. */
  public static final int REF = 10;

  public Skip(Client owner, long clock, long length) {
    super(owner, clock, length);
  }

  @Override
  public boolean isDeleted() {
    return true;
  }

  @Override
  public boolean canAbsorb(Struct right) {
    return right instanceof Skip;
  }

  @Override
  public void write(Lib0Writer out, long offset) {
    out.writeUint8(REF);
    out.writeVarUint(length() - offset);
  }
}
