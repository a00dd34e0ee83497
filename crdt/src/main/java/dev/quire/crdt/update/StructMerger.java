package dev.quire.crdt.update;

import dev.quire.crdt.lib0.Lib0Writer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Merges sections of any number of updates: client by client, highest first as yjs writes them, and
 * within a client by clock. A section that has come to its next struct goes back into a heap of the
 * client's sections. Of structs that cover the same clocks the first and then the longest is
 * written; what reaches beyond it is cut off and follows.
 *
 * <p>Which of two equal ones is taken makes no difference to a document: they differ only where one
 * of them has been deleted and collected, and then the merged delete set says so.
 */
final class StructMerger {
  private static final Comparator<StructCursor> BY_CLOCK =
      (a, b) -> {
        int byClock = Long.compare(a.clock(), b.clock());
        return byClock != 0 ? byClock : Long.compare(b.length(), a.length());
      };

  private static final Comparator<StructCursor> BY_CLIENT =
      (a, b) -> {
        int byClient = Long.compare(b.client(), a.client());
        return byClient != 0 ? byClient : BY_CLOCK.compare(a, b);
      };

  private final List<StructCursor> sections = new ArrayList<>();
  private final SectionWriter structs;

  /**
   * @param joins whether structs that were typed as one become one
   */
  StructMerger(boolean joins) {
    structs = new SectionWriter(joins);
  }

  /** Takes over sections that each hold structs, and stand before their first one. */
  void add(List<StructCursor> more) {
    for (StructCursor section : more) {
      section.nextStruct();
      sections.add(section);
    }
  }

  /** Writes what has been added: number of clients, then the section of each. */
  void write(Lib0Writer out) {
    sections.sort(BY_CLIENT);
    out.writeVarUint(clients());
    for (int from = 0; from < sections.size(); ) {
      int to = endOfClient(from);
      StructCursor first = sections.get(from);
      long client = first.client();
      long firstClock = first.clock();
      structs.begin(client, firstClock);
      if (to - from == 1) {
        writeAll(first);
      } else {
        mergeClient(sections.subList(from, to));
      }
      structs.end(out);
      from = to;
    }
  }

  private int clients() {
    int clients = 0;
    for (int from = 0; from < sections.size(); from = endOfClient(from)) {
      clients++;
    }
    return clients;
  }

  private int endOfClient(int from) {
    int to = from + 1;
    while (to < sections.size() && sections.get(to).client() == sections.get(from).client()) {
      to++;
    }
    return to;
  }

  private void writeAll(StructCursor section) {
    do {
      structs.write(section);
    } while (section.nextStruct());
  }

  private void mergeClient(List<StructCursor> ofOneClient) {
    PriorityQueue<StructCursor> heap = new PriorityQueue<>(ofOneClient.size(), BY_CLOCK);
    heap.addAll(ofOneClient);
    for (StructCursor section = heap.poll(); section != null; section = heap.poll()) {
      StructCursor other = heap.peek();
      boolean more;
      do {
        structs.write(section);
        more = section.nextStruct();
      } while (more && (other == null || section.clock() < other.clock()));
      if (more) {
        heap.add(section);
      }
    }
  }
}
