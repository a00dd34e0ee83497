/**
 * What is fuzzed: each class takes bytes, and throws if a law is broken. That a decoder refuses
 * bytes with a {@link dev.quire.crdt.fault.MalformedUpdateException} is no failure; any other
 * exception is one, and so is allocating more than {@link dev.quire.crdt.fuzz.target.Allocation}
 * allows.
 */
@NullMarked
package dev.quire.crdt.fuzz.target;

import org.jspecify.annotations.NullMarked;
