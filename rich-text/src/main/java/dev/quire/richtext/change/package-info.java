/**
 * What changed in rich text between two moments, and who did it. The document has been replayed
 * from its log without collecting what was deleted; {@link dev.quire.richtext.change.Authorship}
 * was told of each update on the way, and {@link dev.quire.richtext.change.ChangeReader} reads both
 * moments at once as one tree, in which texts and elements say by whom they were inserted or
 * deleted. Blame is the difference to the empty document.
 *
 * <p>Pure; for one thread at a time, like the document that it reads.
 */
@NullMarked
package dev.quire.richtext.change;

import org.jspecify.annotations.NullMarked;
