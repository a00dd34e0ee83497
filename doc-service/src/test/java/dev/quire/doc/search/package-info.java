/** Search: what a word is, which documents are due, what is found. */
@NullMarked
package dev.quire.doc.search;

import org.jspecify.annotations.NullMarked;
