package dev.quire.crdt;

import dev.quire.crdt.struct.Branch;

/** A place in XML for something that an application renders itself; its data is a map. */
public final class YXmlHook extends YMap {
  private final String hookName;

  YXmlHook(YDoc doc, Branch branch, String hookName) {
    super(doc, branch);
    this.hookName = hookName;
  }

  /** What shall be rendered there. */
  public String hookName() {
    return hookName;
  }
}
