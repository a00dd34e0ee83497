/**
 * What this library throws for what comes from outside: {@link
 * dev.quire.crdt.fault.MalformedUpdateException} for bytes that are none of its forms, {@link
 * dev.quire.crdt.fault.WorkLimitException} for a change that took more than was allowed. At the
 * bottom, since everything may throw them.
 */
@NullMarked
package dev.quire.crdt.fault;

import org.jspecify.annotations.NullMarked;
