package dev.quire.crdt.struct;

import dev.quire.crdt.lib0.Lib0Writer;

/** Collected history: clocks of which only the number is left. */
public final class Gc extends Struct {
  /** Its number in the format. */
  public static final int REF = 0;

  public Gc(Client owner, long clock, long length) {
    super(owner, clock, length);
  }

  @Override
  public boolean isDeleted() {
    return true;
  }

  @Override
  public boolean canAbsorb(Struct right) {
    return right instanceof Gc;
  }

  @Override
  public void write(Lib0Writer out, long offset) {
    out.writeUint8(REF);
    out.writeVarUint(length() - offset);
  }
}
