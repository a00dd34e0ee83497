package dev.quire.bench.crdt;

import java.util.ArrayList;
import java.util.List;

/** An edit of a text by index, as the B1 and B2 cases plan them. */
sealed interface TextEdit {
  /** Does it. */
  void on(Replica replica);

  /** Text put in. */
  record Insert(int index, String text) implements TextEdit {
    @Override
    public void on(Replica replica) {
      replica.insertText(index, text);
    }
  }

  /** Units taken out. */
  record Delete(int index, int length) implements TextEdit {
    @Override
    public void on(Replica replica) {
      replica.deleteText(index, length);
    }
  }

  /** Words of some length at random places of a text that has {@code length} units before. */
  static List<TextEdit> inserts(SeededRandom random, int n, int length, int shortest, int longest) {
    List<TextEdit> edits = new ArrayList<>(n);
    int units = length;
    for (int i = 0; i < n; i++) {
      int index = random.between(0, units);
      String word = random.word(shortest, longest);
      units += word.length();
      edits.add(new Insert(index, word));
    }
    return edits;
  }

  /** A word put in, or a few units taken out, at a random place; returns the new length. */
  static int insertOrDelete(SeededRandom random, int length, List<TextEdit> edits) {
    int index = random.between(0, length);
    if (index == length || random.coin()) {
      String word = random.word(2, 10);
      edits.add(new Insert(index, word));
      return length + word.length();
    }
    int removed = random.between(1, Math.min(9, length - index));
    edits.add(new Delete(index, removed));
    return length - removed;
  }
}
