package dev.quire.crdt.struct;

/**
 * Somebody who writes structs, as the structs name them: a reference takes half the room of the id.
 *
 * <p>What an update names is any object with the right id. Inside a document there is one for each
 * client, the one that keeps the client's structs, and integrated items name no other, so that
 * there the references themselves can be compared.
 */
public class Client {
  private final long id;

  /**
   * A client that no document knows yet.
   *
   * @param id 0 to 2^53 - 1
   */
  public Client(long id) {
    this.id = id;
  }

  /** Its id, 0 to 2^53 - 1. */
  public final long id() {
    return id;
  }
}
