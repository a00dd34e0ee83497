/** Tests of the embedded servers, against the real ones. */
@org.jspecify.annotations.NullMarked
package dev.quire.standalone.embedded;
