package dev.quire.crdt.fuzz;

import dev.quire.crdt.fault.MalformedUpdateException;
import dev.quire.crdt.fuzz.UpdateModel.Block;
import dev.quire.crdt.fuzz.UpdateModel.Deletes;
import dev.quire.crdt.fuzz.UpdateModel.Node;
import dev.quire.crdt.fuzz.UpdateModel.Range;
import dev.quire.crdt.fuzz.UpdateModel.StructId;
import dev.quire.crdt.lib0.AnyCodec;
import dev.quire.crdt.lib0.Lib0Reader;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Takes an update apart, if it can be done. */
final class UpdateModelReader {
  private final byte[] bytes;
  private final Lib0Reader in;

  private UpdateModelReader(byte[] bytes) {
    this.bytes = bytes;
    this.in = new Lib0Reader(bytes);
  }

  /** The parts of an update; null if it can't be taken apart. */
  static @Nullable UpdateModel read(byte[] update) {
    try {
      return new UpdateModelReader(update).read();
    } catch (MalformedUpdateException | IndexOutOfBoundsException unreadable) {
      return null;
    }
  }

  private UpdateModel read() {
    UpdateModel model = new UpdateModel();
    for (int blocks = in.readCount("blocks"); blocks > 0; blocks--) {
      int structs = in.readCount("structs");
      Block block = new Block(in.readVarUint(), in.readVarUint());
      for (int i = 0; i < structs; i++) {
        block.structs.add(node());
      }
      model.blocks.add(block);
    }
    for (int clients = in.readCount("clients"); clients > 0; clients--) {
      Deletes deletes = new Deletes(in.readVarUint());
      for (int ranges = in.readCount("ranges"); ranges > 0; ranges--) {
        deletes.ranges.add(new Range(in.readVarUint(), in.readVarUint()));
      }
      model.deletes.add(deletes);
    }
    return model;
  }

  private StructId id() {
    return new StructId(in.readVarUint(), in.readVarUint());
  }

  private Node node() {
    Node node = new Node(in.readUint8(), new byte[0], 1);
    if (node.isItem()) {
      header(node);
    }
    int from = in.position();
    node.length = content(node.ref());
    node.content = Arrays.copyOfRange(bytes, from, in.position());
    return node;
  }

  private void header(Node node) {
    if ((node.info & UpdateModel.HAS_ORIGIN) != 0) {
      node.origin = id();
    }
    if ((node.info & UpdateModel.HAS_RIGHT_ORIGIN) != 0) {
      node.rightOrigin = id();
    }
    if ((node.info & (UpdateModel.HAS_ORIGIN | UpdateModel.HAS_RIGHT_ORIGIN)) == 0) {
      if (in.readVarUint() == 1) {
        node.root = in.readVarString();
      } else {
        node.parent = id();
      }
      if ((node.info & UpdateModel.HAS_KEY) != 0) {
        node.key = in.readVarString();
      }
    }
  }

  private long content(int ref) {
    switch (ref) {
      case UpdateModel.GC, UpdateModel.SKIP, UpdateModel.DELETED -> {
        return in.readVarUint();
      }
      case UpdateModel.STRING -> {
        return in.readVarString().length();
      }
      case UpdateModel.JSON -> {
        int count = in.readCount("texts");
        for (int i = 0; i < count; i++) {
          in.skipVarString();
        }
        return count;
      }
      case UpdateModel.ANY -> {
        int count = in.readCount("values");
        for (int i = 0; i < count; i++) {
          AnyCodec.skip(in);
        }
        return count;
      }
      case UpdateModel.BINARY -> in.readVarBytes();
      case UpdateModel.EMBED -> in.skipVarString();
      case UpdateModel.FORMAT -> {
        in.skipVarString();
        in.skipVarString();
      }
      case UpdateModel.TYPE -> {
        long kind = in.readVarUint();
        if (kind == 3 || kind == 5) {
          in.skipVarString();
        }
      }
      case UpdateModel.DOC -> {
        in.skipVarString();
        AnyCodec.skip(in);
      }
      default -> throw in.malformed("unknown content");
    }
    return 1;
  }
}
