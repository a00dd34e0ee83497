package dev.quire.crdt.lib0;

/** JavaScript's {@code undefined}, which the format keeps apart from {@code null}. */
public enum Undefined {
  UNDEFINED;

  @Override
  public String toString() {
    return "undefined";
  }
}
