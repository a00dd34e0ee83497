package dev.quire.richtext.yjs;

import dev.quire.richtext.Node;
import java.util.Arrays;
import java.util.List;

/**
 * Which child becomes which wanted node, where none is wanted as it is: pairs of one kind, in
 * order, that are most alike taken together (an alignment as by Needleman and Wunsch, 1970). Past a
 * size, the first of one kind is taken.
 */
final class Pairing {
  private static final int MOST_PAIRS = 20_000;

  private Pairing() {}

  /** For each child the index of its node, or -1; ascending where it isn't -1. */
  static int[] of(List<Child> children, List<Node> nodes) {
    int[] partner = new int[children.size()];
    Arrays.fill(partner, -1);
    if ((long) children.size() * nodes.size() > MOST_PAIRS) {
      firstOfAKind(children, nodes, partner);
    } else if (!children.isEmpty() && !nodes.isEmpty()) {
      mostAlike(children, nodes, partner);
    }
    return partner;
  }

  private static void firstOfAKind(List<Child> children, List<Node> nodes, int[] partner) {
    int next = 0;
    for (int i = 0; i < partner.length && next < nodes.size(); i++) {
      if (children.get(i).canBecome(nodes.get(next))) {
        partner[i] = next++;
      }
    }
  }

  private static void mostAlike(List<Child> children, List<Node> nodes, int[] partner) {
    int rows = children.size();
    int columns = nodes.size();
    double[][] best = new double[rows + 1][columns + 1];
    double[][] alike = new double[rows][columns];
    for (int i = rows - 1; i >= 0; i--) {
      for (int j = columns - 1; j >= 0; j--) {
        Child child = children.get(i);
        Node node = nodes.get(j);
        alike[i][j] = child.canBecome(node) ? child.likeness(node) : -1;
        double skipped = Math.max(best[i + 1][j], best[i][j + 1]);
        best[i][j] =
            alike[i][j] < 0 ? skipped : Math.max(skipped, best[i + 1][j + 1] + alike[i][j]);
      }
    }
    int i = 0;
    int j = 0;
    while (i < rows && j < columns) {
      if (alike[i][j] >= 0 && best[i][j] == best[i + 1][j + 1] + alike[i][j]) {
        partner[i++] = j++;
      } else if (best[i][j] == best[i + 1][j]) {
        i++;
      } else {
        j++;
      }
    }
  }
}
