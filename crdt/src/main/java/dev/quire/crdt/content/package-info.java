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
 * <p>Content is mutable (cut, joined) and belongs to the thread of its document.
 */
@NullMarked
package dev.quire.crdt.content;

import org.jspecify.annotations.NullMarked;
