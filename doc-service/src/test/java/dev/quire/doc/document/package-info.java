/** Names, rights and members. */
@NullMarked
package dev.quire.doc.document;

import org.jspecify.annotations.NullMarked;
