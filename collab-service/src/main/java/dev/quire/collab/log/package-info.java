/**
 * The op log as collab-service sees it: calls to doc-service, with the one distinction that matters
 * kept apart from all others: whether nothing was done, or nobody knows.
 */
@NullMarked
package dev.quire.collab.log;

import org.jspecify.annotations.NullMarked;
