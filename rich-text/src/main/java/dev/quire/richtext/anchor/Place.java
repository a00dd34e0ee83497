package dev.quire.richtext.anchor;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A place as somebody sees it.
 *
 * <p>A path leads to a node: the number of a node among the outermost, then of one within that, and
 * so on, from 0. Elements and texts that aren't empty count, a text of several formats as one.
 */
public sealed interface Place {
  /**
   * A node, or a place in it.
   *
   * @param path to the node; empty for the document itself
   * @param offset what is before it in the node: UTF-16 units of its text, and one for each element
   *     in it, such as a line break; null for the node itself
   * @param ofWhatIsBefore whether it goes with what is before it, as the end of a range does, not
   *     with what is behind
   */
  record At(List<Integer> path, @Nullable Integer offset, boolean ofWhatIsBefore) implements Place {
    /** Copies the path. */
    public At {
      path = List.copyOf(path);
    }
  }

  /**
   * Some characters of one line: its anchor is before the first, its end behind the last.
   *
   * @param text not empty
   * @param occurrence which of those that hold it, from 1
   * @param within the path of the node that it lies in; empty for anywhere
   */
  record Quote(String text, int occurrence, List<Integer> within) implements Place {
    /** Copies the path. */
    public Quote {
      within = List.copyOf(within);
    }
  }
}
