package dev.quire.crdt.store;

import dev.quire.crdt.id.IdSet;
import dev.quire.crdt.id.StateVector;
import dev.quire.crdt.lib0.Lib0Writer;
import dev.quire.crdt.struct.Skip;
import dev.quire.crdt.struct.Struct;
import dev.quire.crdt.struct.StructWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/**
 * Writes a document as one update, with the bytes of yjs 13.6: where something is pending, these
 * are the bytes of a merge of encoded updates, which differ in a detail ({@link StructWriter}).
 */
final class StateEncoder {
  private static final int INITIAL_CAPACITY = 1024;

  private final StructStore store;
  private final Pending pending;
  private final StateVector known;

  StateEncoder(StructStore store, Pending pending, StateVector known) {
    this.store = store;
    this.pending = pending;
    this.known = known;
  }

  byte[] encode(IdSet deletes) {
    return pending.isEmpty() ? encodeIntegrated(deletes) : encodeAll(deletes);
  }

  private byte[] encodeIntegrated(IdSet deletes) {
    Lib0Writer out = new Lib0Writer(INITIAL_CAPACITY);
    long[] clients = store.clientIds();
    int count = 0;
    for (long client : clients) {
      if (store.state(client) > known.get(client)) {
        count++;
      }
    }
    out.writeVarUint(count);
    for (int i = clients.length - 1; i >= 0; i--) {
      ClientStructs structs = store.known(clients[i]);
      long from = known.get(clients[i]);
      if (structs.state() > from) {
        writeBlock(out, structs, from);
      }
    }
    deletes.write(out);
    return out.toByteArray();
  }

  /** What a transaction added, up to what the document has now, and what it deleted. */
  static byte[] encodeUpdateOf(Transaction transaction) {
    List<ClientStructs> added = new ArrayList<>(transaction.touched().size());
    for (ClientStructs structs : transaction.touched()) {
      if (structs.state() > transaction.stateBefore(structs.id())) {
        added.add(structs);
      }
    }
    if (added.size() > 1) {
      added.sort(Comparator.comparingLong(ClientStructs::id).reversed());
    }
    Lib0Writer out = new Lib0Writer();
    out.writeVarUint(added.size());
    for (ClientStructs structs : added) {
      writeBlock(out, structs, transaction.stateBefore(structs.id()));
    }
    transaction.deletes().write(out);
    return out.toByteArray();
  }

  private static void writeBlock(Lib0Writer out, ClientStructs structs, long from) {
    int first = structs.indexOf(from);
    out.writeVarUint(structs.size() - first);
    out.writeVarUint(structs.id());
    out.writeVarUint(from);
    structs.get(first).write(out, from - structs.get(first).clock());
    for (int i = first + 1; i < structs.size(); i++) {
      structs.get(i).write(out, 0);
    }
  }

  private byte[] encodeAll(IdSet deletes) {
    TreeSet<Long> clients = new TreeSet<>(Collections.reverseOrder());
    clients.addAll(pending.clients());
    for (long client : store.clientIds()) {
      clients.add(client);
    }
    StructWriter out = new StructWriter();
    for (long client : clients) {
      writePending(out, client, writeIntegrated(out, client));
    }
    return out.finish(deletes);
  }

  /** Returns whether anything was written. */
  private boolean writeIntegrated(StructWriter out, long client) {
    ClientStructs structs = store.client(client);
    long from = known.get(client);
    if (structs == null || structs.state() <= from) {
      return false;
    }
    int first = structs.indexOf(from);
    out.write(structs.get(first), from - structs.get(first).clock());
    for (int i = first + 1; i < structs.size(); i++) {
      out.write(structs.get(i), 0);
    }
    return true;
  }

  private void writePending(StructWriter out, long client, boolean continued) {
    long end = Math.max(known.get(client), store.state(client));
    boolean gapsMatter = continued;
    for (Struct struct : pending.structs(client)) {
      if (struct.end() > end) {
        if (gapsMatter && struct.clock() > end) {
          out.write(new Skip(struct.owner(), end, struct.clock() - end), 0);
        }
        out.write(struct, Math.max(0, end - struct.clock()));
        end = struct.end();
        gapsMatter = true;
      }
    }
  }
}
