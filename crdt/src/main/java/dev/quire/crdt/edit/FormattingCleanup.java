package dev.quire.crdt.edit;

import dev.quire.crdt.content.ContentFormat;
import dev.quire.crdt.store.DocumentStore;
import dev.quire.crdt.store.OrderedIds;
import dev.quire.crdt.store.Transaction;
import dev.quire.crdt.struct.Branch;
import dev.quire.crdt.struct.Item;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Deletes marks that a received change has left without use, as yjs 13.6 does in its clients after
 * transactions that others made. What is deleted depends on how updates were batched, so servers do
 * without.
 *
 * <p>Where marks came or went, yjs means to clean the whole text; what its loop in fact does is to
 * clean what stands before the first character, and so does this. Elsewhere it drops, from the gaps
 * around deleted text, marks that a later one in the same gap overrides.
 */
public final class FormattingCleanup {
  private final Transaction observed;
  private final Set<Branch> markedTexts = new LinkedHashSet<>();

  private FormattingCleanup(Transaction observed) {
    this.observed = observed;
  }

  /** Cleans up after a transaction, in another one. */
  public static void run(DocumentStore store, Transaction observed) {
    FormattingCleanup cleanup = new FormattingCleanup(observed);
    cleanup.findNewMarks();
    store.transact(null, true, cleanup::clean);
  }

  /** yjs takes the clock behind the change for its length, and so looks at what came later, too. */
  private void findNewMarks() {
    observed
        .insertions()
        .forEachRange(
            (client, clock, length) ->
                OrderedIds.forEachItem(
                    observed, client, clock, clock + (clock + length), this::noteNewMark));
  }

  private void noteNewMark(Item item) {
    if (!item.isDeleted() && item.isMark()) {
      markedTexts.add(item.branch());
    }
  }

  private void clean(Transaction cleaning) {
    observed
        .deletions()
        .forEachItem(
            observed,
            item -> {
              Branch text = item.branch();
              if (text.isFormatted() && !markedTexts.contains(text)) {
                if (item.isMark()) {
                  markedTexts.add(text);
                } else {
                  cleanGap(cleaning, item);
                }
              }
            });
    markedTexts.forEach(text -> cleanBeginning(cleaning, text));
  }

  /** Of the marks between two visible items, keeps the last of each attribute. */
  private static void cleanGap(Transaction cleaning, Item within) {
    Item last = within;
    while (last.right() != null && !last.right().isVisible()) {
      last = last.right();
    }
    Set<String> seen = new HashSet<>();
    for (Item item = last; item != null && !item.isVisible(); item = item.left()) {
      if (!item.isDeleted()
          && item.content() instanceof ContentFormat mark
          && !seen.add(mark.key())) {
        cleaning.delete(item);
      }
    }
  }

  private static void cleanBeginning(Transaction cleaning, Branch text) {
    Item start = text.start();
    Map<String, Object> inForce = new LinkedHashMap<>();
    Item first = start;
    while (first != null && !first.isVisible()) {
      if (!first.isDeleted() && first.content() instanceof ContentFormat mark) {
        TextPosition.apply(inForce, mark);
      }
      first = first.right();
    }
    if (start != null && first != null) {
      new FormattingGap(cleaning::delete, Map.of(), inForce).clean(start, first);
    }
  }
}
