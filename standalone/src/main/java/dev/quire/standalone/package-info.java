/**
 * The processes that Quire runs as. {@link dev.quire.standalone.Standalone} is all of it in one
 * JVM, with an embedded PostgreSQL and Redis where no others are named; {@link
 * dev.quire.standalone.QuireProcess} is one service in a JVM of its own, a member of a cluster.
 * Both deploy the same verticles, which send the same messages.
 *
 * <p>Starting is a list of steps on the main thread, each of which leaves behind how it is undone
 * in a {@link dev.quire.standalone.Shutdown}. SIGTERM and Ctrl-C run these from the last to the
 * first: the edge says goodbye to its sockets while the owners can still commit what has arrived,
 * and PostgreSQL stops when nobody is left to write.
 *
 * <p>Sees every service; nobody sees it.
 */
@NullMarked
package dev.quire.standalone;

import org.jspecify.annotations.NullMarked;
