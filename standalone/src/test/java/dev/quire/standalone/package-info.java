/** Tests of how a process starts and ends. */
@org.jspecify.annotations.NullMarked
package dev.quire.standalone;
