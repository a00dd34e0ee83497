package dev.quire.crdt.struct;

import dev.quire.crdt.lib0.Lib0Writer;

/**
 * What an item belongs to: in a document a {@link Branch}, in an update the name of a root type or
 * the id of the item that holds the type.
 */
public sealed interface Parent permits Branch, Parent.Root, Parent.Id {

  /** Writes the reference, in update format v1. */
  void write(Lib0Writer out);

  /**
   * A type at the top of a document.
   *
   * @param name the name under which the document knows it
   */
  record Root(String name) implements Parent {
    @Override
    public void write(Lib0Writer out) {
      out.writeVarUint(1);
      out.writeVarString(name);
    }
  }

  /**
   * A type within another.
   *
   * @param client who made the item that holds it
   * @param clock that item's clock
   */
  record Id(long client, long clock) implements Parent {
    @Override
    public void write(Lib0Writer out) {
      out.writeVarUint(0);
      out.writeVarUint(client);
      out.writeVarUint(clock);
    }
  }
}
