/**
 * The contract of the op log, as tests that every op log passes. In wire, so that the service that
 * keeps the log and the one that simulates it can both extend it without knowing each other.
 */
@NullMarked
package dev.quire.wire.doc;

import org.jspecify.annotations.NullMarked;
