package dev.quire.crdt.struct;

import dev.quire.crdt.lib0.Lib0Writer;

/**
 * What an item belongs to: in a document a {@link Branch} or one of its parts, in an update the
 * name of a root type or the id of the item that holds the type, and perhaps a key.
 */
public sealed interface Parent
    permits Branch, Slot, IndexLeaf, Parent.Root, Parent.Id, Parent.Keyed {

  /** Writes the reference, without a key, in update format v1. */
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

  /**
   * A key of a type.
   *
   * @param type the type; not itself a key of one
   */
  record Keyed(Parent type, String key) implements Parent {
    @Override
    public void write(Lib0Writer out) {
      type.write(out);
    }
  }
}
