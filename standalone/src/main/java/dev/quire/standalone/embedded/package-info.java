/**
 * A real PostgreSQL and a real Redis for a machine that has neither: unpacked from the class path
 * into the data folder, started on loopback with passwords of their own, stopped with the process.
 *
 * <p>Both are servers of their own sessions, not children in the terminal's process group: Ctrl-C
 * reaches Quire alone, which first lets its services finish and then stops the servers. A Quire
 * that was killed leaves them running; the next start on the same data folder finds them by their
 * pid files, goes on with the PostgreSQL where it was started with the same options, and stops and
 * starts what it can't use.
 *
 * <p>What {@code kill -9} can't break: programs and the database's files are prepared under another
 * name and renamed when complete. PostgreSQL runs with {@code fsync} on; Redis keeps nothing on
 * disk, since nothing in it may matter.
 *
 * <p>All of it blocks and belongs on threads of its own, before Vert.x starts and after it has
 * ended. Called by {@link dev.quire.standalone.Standalone} only; imports neither Vert.x nor any
 * service.
 */
@NullMarked
package dev.quire.standalone.embedded;

import org.jspecify.annotations.NullMarked;
