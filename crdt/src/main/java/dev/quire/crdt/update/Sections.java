package dev.quire.crdt.update;

import dev.quire.crdt.lib0.Lib0Writer;

/** Parts of one client's section in an encoded update, for those who know where it lies. */
public final class Sections {
  private Sections() {}

  /**
   * Writes, as a section of its own, all of a section from a clock on; what lies behind the first
   * struct written is copied unread.
   *
   * @param bytes an update that was validated before
   * @param from where a struct of the section begins, at or before the clock {@code known}
   * @param end where the section ends
   * @param clock the first clock of the struct at {@code from}
   * @param structs how many structs there are from there on
   * @param known the clock to begin with
   * @return whether there was anything to write
   */
  public static boolean writeRest(
      byte[] bytes,
      int from,
      int end,
      long client,
      long clock,
      int structs,
      long known,
      Lib0Writer out) {
    StructCursor section = new StructCursor(bytes, from, client, clock, structs);
    section.endAt(end);
    return new SectionWriter().writeRest(section, known, out);
  }
}
