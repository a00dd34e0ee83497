package dev.quire.collab.owner;

import dev.quire.crdt.UpdateContents;
import dev.quire.wire.Bytes;
import dev.quire.wire.doc.Append;
import dev.quire.wire.doc.ReadLog;

/** An accepted update with the revision it will have once it is durable. */
record Sequenced(long revision, String author, Bytes update, UpdateContents contents) {

  Append.Update toAppend() {
    return new Append.Update(author, update);
  }

  /** Whether this is what the log holds: revision, author and bytes. */
  boolean isEntry(ReadLog.Entry entry) {
    return entry.revision() == revision
        && entry.author().equals(author)
        && entry.update().equals(update);
  }

  boolean sharesContentsWith(UpdateContents other) {
    return !other.structs().subtract(contents.structs()).equals(other.structs())
        || !other.deletes().subtract(contents.deletes()).equals(other.deletes());
  }
}
