package dev.quire.crdt;

import dev.quire.crdt.struct.Branch;
import org.jspecify.annotations.Nullable;

/** A shared text among XML nodes. */
public final class YXmlText extends YText {
  YXmlText(YDoc doc, Branch branch) {
    super(doc, branch);
  }

  /** The next node behind it, or null. */
  public @Nullable YType nextSibling() {
    return sibling(item -> item == null ? null : item.right());
  }

  /** The next node before it, or null. */
  public @Nullable YType prevSibling() {
    return sibling(item -> item == null ? null : item.left());
  }

  @Override
  Object toJson(int depth) {
    return XmlPrinter.print(this);
  }

  /** The text with its formatting as XML-like text, as yjs prints it: nothing is escaped. */
  @Override
  public String toString() {
    return XmlPrinter.print(this);
  }
}
