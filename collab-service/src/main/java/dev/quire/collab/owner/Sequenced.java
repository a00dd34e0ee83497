package dev.quire.collab.owner;

import dev.quire.wire.Bytes;
import dev.quire.wire.doc.Append;
import dev.quire.wire.doc.ReadLog;

/** An accepted update with the revision it will have once it is durable. */
record Sequenced(long revision, String author, Bytes update) {

  Append.Update toAppend() {
    return new Append.Update(author, update);
  }

  /** Whether this is what the log holds: revision, author and bytes. */
  boolean isEntry(ReadLog.Entry entry) {
    return entry.revision() == revision
        && entry.author().equals(author)
        && entry.update().equals(update);
  }
}
