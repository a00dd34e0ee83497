package dev.quire.crdt;

import dev.quire.crdt.struct.Branch;

/** A shared text among XML nodes. */
public final class YXmlText extends YText {
  YXmlText(YDoc doc, Branch branch) {
    super(doc, branch);
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
