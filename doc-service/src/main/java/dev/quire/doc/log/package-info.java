/**
 * The op log in PostgreSQL: every accepted update of every document, under gapless revisions, each
 * inserted once by the holder of its shard's epoch.
 *
 * <p><b>Who calls it:</b> the owners of documents, through {@link dev.quire.wire.doc.DocCalls}, and
 * the REST handlers, which only read.
 *
 * <p><b>What holds:</b> a document's revisions are 1, 2, 3 … without a gap, epochs never decrease
 * along them, and nothing is inserted under an epoch that is not its shard's present one. This
 * rests on two things that any later change must keep: an append locks its epoch rows before it
 * reads or inserts anything else, and the row with a document's highest revision is never removed
 * (what is packed away later is older than that), because it is what the next append's base is
 * compared with. {@link dev.quire.doc.log.LogView} is the one view of the log for everybody who
 * reads it: segments and rows in one statement; whoever reads rows alone misses what is packed.
 * Where a retention rule has merged revisions, an entry is several of them, and {@link
 * dev.quire.doc.log.KeptRevisions} says what that means for who asks for one in between.
 *
 * <p><b>Threading:</b> any thread; results arrive on the caller's Vert.x context.
 */
@NullMarked
package dev.quire.doc.log;

import org.jspecify.annotations.NullMarked;
