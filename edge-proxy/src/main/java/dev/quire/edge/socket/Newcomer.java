package dev.quire.edge.socket;

/** Whoever wants a document opened, as far as the line at its door is concerned. */
interface Newcomer {
  /** Who that is, or might be: whose turn it is where some wait. */
  String whose();

  /** Where they are, as limits count. */
  String address();

  /** Whether nobody waits for the document any more. */
  boolean isClosing();
}
