package dev.quire.richtext.yjs;

import dev.quire.richtext.Node;

/** One edit of a fragment's children. Indices are those before all edits. */
sealed interface ChildEdit {
  /** Where. */
  int index();

  /** Takes the child at an index away. */
  record Delete(int index) implements ChildEdit {}

  /** Makes a node before the child at an index. */
  record Insert(int index, Node node) implements ChildEdit {}

  /** Turns the child at an index into a node. */
  record Update(int index, Node node) implements ChildEdit {}
}
