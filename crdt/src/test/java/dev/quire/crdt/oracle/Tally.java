package dev.quire.crdt.oracle;

import java.util.Map;
import java.util.TreeMap;

/** What the programs of a run really did: how many operations, and of which kinds. */
final class Tally {
  /** Every kind of operation, value and delivery that the programs of all profiles draw. */
  private static final String[] KINDS = {
    "text insert",
    "text insert formatted",
    "text typed",
    "text delta",
    "text delete",
    "text append",
    "text format",
    "text embed",
    "text embed a type",
    "text set attribute",
    "text remove attribute",
    "array insert",
    "array push",
    "array old JSON",
    "array binary",
    "array delete",
    "map set",
    "map set binary",
    "map delete",
    "map clear",
    "xml insert",
    "xml push",
    "xml delete",
    "xml set attribute",
    "xml remove attribute",
    "new text",
    "new array",
    "new map",
    "new xml fragment",
    "new xml element",
    "new xml text",
    "new xml hook",
    "new subdocument",
    "undo",
    "redo",
    "value undefined",
    "value null",
    "value boolean",
    "value bigint",
    "value text",
    "value text with pairs",
    "value integer",
    "value large integer",
    "value float32",
    "value float64",
    "value -0",
    "value NaN",
    "value infinity",
    "value list",
    "value object",
    "value binary",
    "delivery lost",
    "delivery repeated",
    "delivery reordered",
    "delivery merged",
    "delivery of a difference"
  };

  private final Map<String, Integer> drawn = new TreeMap<>();
  private int programs;
  private int operations;

  Tally() {
    for (String kind : KINDS) {
      drawn.put(kind, 0);
    }
  }

  /** Adds what yjs says of one program. */
  void add(OracleRecord program) {
    programs++;
    operations += Integer.parseInt(program.one("operations").get(0));
    program
        .all("drawn")
        .forEach(
            line ->
                drawn.merge(
                    OracleRecord.text(line.get(0)), Integer.parseInt(line.get(1)), Integer::sum));
  }

  int operations() {
    return operations;
  }

  /** How often each kind was drawn; the known ones are there even if never. */
  Map<String, Integer> drawn() {
    return drawn;
  }

  @Override
  public String toString() {
    return operations + " operations in " + programs + " programs: " + drawn;
  }
}
