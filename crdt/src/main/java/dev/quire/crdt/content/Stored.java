package dev.quire.crdt.content;

/**
 * What an item keeps of its content. Most kinds are kept as they are; of text it is the chunk in
 * which the text lies among others, and of what was collected nothing.
 */
public sealed interface Stored permits Content, TextChunk, Stored.Nothing {
  /** Of collected content: only the item's length is left. */
  Stored NOTHING = new Nothing();

  /** The one that says that nothing is left. */
  final class Nothing implements Stored {
    private Nothing() {}
  }
}
