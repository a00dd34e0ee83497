package dev.quire.collab.sim;

/** A promise was broken. */
final class Violation extends AssertionError {
  private static final long serialVersionUID = 1;

  Violation(String what) {
    super(what);
  }
}
