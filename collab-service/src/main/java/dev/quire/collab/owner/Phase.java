package dev.quire.collab.owner;

/** Where a {@link DocumentOwner} stands. */
public enum Phase {
  /** Nothing is loaded; sessions and their frames wait for it. */
  LOADING,
  /** Everything goes its way. */
  LIVE,
  /**
   * What the log holds after the last durable revision is not known: the epoch is being raised or
   * the log read. Reading goes on; edits are sequenced and wait.
   */
  SETTLING,
  /** Being handed over: what is sequenced is still committed, nothing new is taken. */
  RELEASING,
  /** Over: takes no more input. */
  ENDED
}
