/**
 * The nine kinds of content that an item of a Yjs document can hold, as values: their length in
 * clocks, how they are cut and joined, and their bytes in update format v1.
 *
 * <p>Content knows nothing of its place. The one exception is {@link
 * dev.quire.crdt.content.ContentType}, which owns the {@link dev.quire.crdt.struct.Branch} that its
 * children hang on. What integration, deletion and collection do to content is decided in {@link
 * dev.quire.crdt.store}. {@link dev.quire.crdt.content.ContentReader} is the only way in from bytes
 * and refuses everything the rest of the engine couldn't handle.
 *
 * <p>What an item keeps is {@link dev.quire.crdt.content.Stored}: of text only a place in a {@link
 * dev.quire.crdt.content.TextChunk} that many items share (a document has one item for each run of
 * typing, and an object for each string would double it), of collected content nothing. {@link
 * dev.quire.crdt.content.ContentString} is a view of such a place, made when somebody asks.
 *
 * <p>Stored content is mutable (cut, joined) and belongs to the thread of its document.
 */
@NullMarked
package dev.quire.crdt.content;

import org.jspecify.annotations.NullMarked;
