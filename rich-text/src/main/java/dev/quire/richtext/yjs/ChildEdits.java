package dev.quire.richtext.yjs;

import dev.quire.richtext.Node;
import java.util.ArrayList;
import java.util.List;

/** Finds few edits that turn children into wanted nodes. */
final class ChildEdits {
  private final List<Child> present;
  private final List<Node> wanted;
  private final List<ChildEdit> edits = new ArrayList<>();

  private ChildEdits(List<Child> present, List<Node> wanted) {
    this.present = present;
    this.wanted = wanted;
  }

  /** The edits, ascending by index; of those at one index, insertions come first and in order. */
  static List<ChildEdit> plan(List<Child> present, List<Node> wanted) {
    ChildEdits plan = new ChildEdits(present, wanted);
    plan.run();
    return plan.edits;
  }

  private void run() {
    int[] keptAt = kept();
    int gapStart = 0;
    int next = 0;
    for (int i = 0; i < present.size(); i++) {
      if (keptAt[i] >= 0) {
        gap(gapStart, i, next, keptAt[i]);
        gapStart = i + 1;
        next = keptAt[i] + present.get(i).seen().size();
      }
    }
    gap(gapStart, present.size(), next, wanted.size());
  }

  /** For each child that stays untouched, where it stands among the wanted nodes; -1 for others. */
  private int[] kept() {
    List<Node> forms = new ArrayList<>();
    present.forEach(child -> forms.addAll(child.seen()));
    int[] partner = Matching.of(forms, wanted);
    int[] keptAt = new int[present.size()];
    int form = 0;
    for (int i = 0; i < keptAt.length; i++) {
      int size = present.get(i).seen().size();
      keptAt[i] = size > 0 && isUnbroken(partner, form, size) ? partner[form] : -1;
      form += size;
    }
    return keptAt;
  }

  private static boolean isUnbroken(int[] partner, int from, int size) {
    for (int i = 0; i < size; i++) {
      if (partner[from + i] < 0 || partner[from + i] != partner[from] + i) {
        return false;
      }
    }
    return true;
  }

  /**
   * Between two that stay. A child that the format doesn't show stays too: nobody can have meant
   * it.
   */
  private void gap(int from, int to, int wantedFrom, int wantedTo) {
    List<Integer> open = new ArrayList<>();
    for (int i = from; i < to; i++) {
      if (!present.get(i).seen().isEmpty() || present.get(i).isVacant()) {
        open.add(i);
      }
    }
    List<Child> children = open.stream().map(present::get).toList();
    List<Node> nodes = wanted.subList(wantedFrom, wantedTo);
    int[] partner = Pairing.of(children, nodes);
    int next = 0;
    for (int i = 0; i < partner.length; i++) {
      int index = open.get(i);
      if (partner[i] < 0 && !present.get(index).isVacant()) {
        edits.add(new ChildEdit.Delete(index));
      } else if (partner[i] >= 0) {
        insert(index, nodes.subList(next, partner[i]));
        edits.add(new ChildEdit.Update(index, nodes.get(partner[i])));
        next = partner[i] + 1;
      }
    }
    insert(to, nodes.subList(next, nodes.size()));
  }

  private void insert(int index, List<Node> nodes) {
    nodes.forEach(node -> edits.add(new ChildEdit.Insert(index, node)));
  }
}
