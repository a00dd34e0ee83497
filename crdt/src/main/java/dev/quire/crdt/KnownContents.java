package dev.quire.crdt;

import dev.quire.crdt.id.IdSet;

/**
 * Everything that somebody has been told, integrated or pending, as ids: decides whether an update
 * holds anything new without touching a document.
 *
 * <p>Exact: an update is covered if and only if every struct and every deletion in it was in what
 * was added before. Not thread-safe.
 */
public final class KnownContents {
  private final IdSet structs;
  private final IdSet deletes;

  /** Nothing is known yet. */
  public KnownContents() {
    this(new IdSet(), new IdSet());
  }

  /**
   * Starts from these ids, which it keeps and adds to.
   *
   * @param structs ids whose structs are known
   * @param deletes ids that are known to be deleted
   */
  public KnownContents(IdSet structs, IdSet deletes) {
    this.structs = structs;
    this.deletes = deletes;
  }

  /** Adds what an update holds. */
  public void add(UpdateContents contents) {
    structs.addAll(contents.structs());
    deletes.addAll(contents.deletes());
  }

  /** Adds what others know. */
  public void addAll(KnownContents others) {
    structs.addAll(others.structs);
    deletes.addAll(others.deletes);
  }

  /** Whether anything in the update is known. */
  public boolean sharesWith(UpdateContents contents) {
    return structs.containsAny(contents.structs()) || deletes.containsAny(contents.deletes());
  }

  /** Whether the update holds nothing new. */
  public boolean covers(UpdateContents contents) {
    return structs.contains(contents.structs()) && deletes.contains(contents.deletes());
  }

  /** What of the update is not known; the very same object where nothing is. */
  public UpdateContents unknown(UpdateContents contents) {
    return sharesWith(contents)
        ? new UpdateContents(
            contents.structs().subtract(structs), contents.deletes().subtract(deletes))
        : contents;
  }

  /** Whether nothing is known. */
  public boolean isEmpty() {
    return structs.isEmpty() && deletes.isEmpty();
  }

  /** An independent copy. */
  public KnownContents copy() {
    return new KnownContents(structs.copy(), deletes.copy());
  }
}
