/** The op log as collab-service sees it, against a doc-service that answers as a test says. */
@NullMarked
package dev.quire.collab.log;

import org.jspecify.annotations.NullMarked;
