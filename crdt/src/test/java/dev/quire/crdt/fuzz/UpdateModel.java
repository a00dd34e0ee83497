package dev.quire.crdt.fuzz;

import dev.quire.crdt.lib0.Lib0Writer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An update of format v1 taken apart far enough to be changed in a meaningful place: blocks,
 * structs, references, ranges. It holds nonsense as willingly as sense, and writes what it holds.
 *
 * <p>A reading of the format of its own ({@link UpdateModelReader}), so that the fuzzer doesn't
 * depend on the code that it tests.
 */
final class UpdateModel {
  static final int HAS_ORIGIN = 0x80;
  static final int HAS_RIGHT_ORIGIN = 0x40;
  static final int HAS_KEY = 0x20;
  static final int REF = 0x1f;

  static final int GC = 0;
  static final int DELETED = 1;
  static final int JSON = 2;
  static final int BINARY = 3;
  static final int STRING = 4;
  static final int EMBED = 5;
  static final int FORMAT = 6;
  static final int TYPE = 7;
  static final int ANY = 8;
  static final int DOC = 9;
  static final int SKIP = 10;

  /** A client and a clock. */
  record StructId(long client, long clock) {}

  /** A range of a delete set. */
  record Range(long clock, long length) {}

  /** The ranges of a client. */
  static final class Deletes {
    long client;
    final List<Range> ranges = new ArrayList<>();

    Deletes(long client) {
      this.client = client;
    }
  }

  /** The structs of a client. */
  static final class Block {
    long client;
    long clock;

    /** How many structs more than there are it says it has. */
    long lie;

    List<Node> structs = new ArrayList<>();

    Block(long client, long clock) {
      this.client = client;
      this.clock = clock;
    }

    long length() {
      return structs.stream().mapToLong(node -> node.length).sum();
    }

    Block copy() {
      Block copy = new Block(client, clock);
      copy.lie = lie;
      structs.forEach(node -> copy.structs.add(node.copy()));
      return copy;
    }
  }

  /** One struct. Its flags and its parts need not agree. */
  static final class Node {
    int info;
    @Nullable StructId origin;
    @Nullable StructId rightOrigin;
    @Nullable StructId parent;
    @Nullable String root;
    @Nullable String key;

    /** What follows the header, encoded. */
    byte[] content;

    /** How many clocks the content takes. */
    long length;

    Node(int info, byte[] content, long length) {
      this.info = info;
      this.content = content;
      this.length = length;
    }

    int ref() {
      return info & REF;
    }

    boolean isItem() {
      return ref() != GC && ref() != SKIP;
    }

    Node copy() {
      Node copy = new Node(info, content, length);
      copy.origin = origin;
      copy.rightOrigin = rightOrigin;
      copy.parent = parent;
      copy.root = root;
      copy.key = key;
      return copy;
    }

    private void write(Lib0Writer out) {
      out.writeUint8(info);
      if (isItem()) {
        writeIf((info & HAS_ORIGIN) != 0, origin, out);
        writeIf((info & HAS_RIGHT_ORIGIN) != 0, rightOrigin, out);
        if ((info & (HAS_ORIGIN | HAS_RIGHT_ORIGIN)) == 0) {
          if (parent != null) {
            out.writeVarUint(0);
            writeIf(true, parent, out);
          } else {
            out.writeVarUint(1);
            out.writeVarString(root == null ? "t" : root);
          }
          if ((info & HAS_KEY) != 0) {
            out.writeVarString(key == null ? "k" : key);
          }
        }
      }
      out.writeBytes(content);
    }

    private static void writeIf(boolean flagged, @Nullable StructId id, Lib0Writer out) {
      if (flagged) {
        out.writeVarUint(id == null ? 1 : id.client);
        out.writeVarUint(id == null ? 0 : id.clock);
      }
    }
  }

  final List<Block> blocks = new ArrayList<>();
  final List<Deletes> deletes = new ArrayList<>();

  byte[] write() {
    Lib0Writer out = new Lib0Writer();
    out.writeVarUint(blocks.size());
    for (Block block : blocks) {
      out.writeVarUint(Math.max(0, block.structs.size() + block.lie));
      out.writeVarUint(block.client);
      out.writeVarUint(block.clock);
      block.structs.forEach(node -> node.write(out));
    }
    out.writeVarUint(deletes.size());
    for (Deletes of : deletes) {
      out.writeVarUint(of.client);
      out.writeVarUint(of.ranges.size());
      for (Range range : of.ranges) {
        out.writeVarUint(range.clock);
        out.writeVarUint(range.length);
      }
    }
    return out.toByteArray();
  }
}
