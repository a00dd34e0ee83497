/**
 * The edge: the only process that listens to the outside.
 *
 * <p>{@link dev.quire.edge.EdgeService} deploys one {@link dev.quire.edge.EdgeLoop} an event loop.
 * Each loop is an edge of its own: its sockets, its document channels, its name on the bus; loops
 * share nothing but the port. {@code socket} holds the editors' sockets, {@code channel} what is
 * decided about a document, {@code route} who owns what, {@code presence} where awareness goes,
 * {@code identity} who somebody is, {@code http} REST and the editor's files.
 *
 * <p>Threading: everything below a loop runs on that loop's thread and is not thread-safe.
 */
@NullMarked
package dev.quire.edge;

import org.jspecify.annotations.NullMarked;
