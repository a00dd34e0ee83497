/**
 * Search over titles and text. A document's words are kept in a table of their own, made from the
 * log beside the way of an edit: an append leaves its document's id in memory, ids are written down
 * together twice a second ({@link dev.quire.doc.search.DueTexts}), and whichever process claims one
 * reads the document and writes its words ({@link dev.quire.doc.search.TextIndexer}). What a
 * process forgot by dying is found by the sweep that each process runs at its start and now and
 * then after.
 *
 * <p>{@link dev.quire.doc.search.Words} says what a word is, for text and queries alike; {@link
 * dev.quire.doc.search.DocumentSearch} finds what the caller may read. <b>Threading:</b> the
 * service's event loop; documents are read on the workers of {@code state}.
 */
@NullMarked
package dev.quire.doc.search;

import org.jspecify.annotations.NullMarked;
