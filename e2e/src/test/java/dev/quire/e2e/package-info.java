/**
 * Quire as its users have it: real processes started by the repository's own scripts, stock clients
 * in Node, kills, and what the log says afterwards. The Node side is in {@code e2e/node}; it runs
 * by itself too, against any Quire that {@code QUIRE_URL} names.
 *
 * <p>Needs the packaged jars: {@code mvn verify} makes them before it comes here.
 */
@NullMarked
package dev.quire.e2e;

import org.jspecify.annotations.NullMarked;
