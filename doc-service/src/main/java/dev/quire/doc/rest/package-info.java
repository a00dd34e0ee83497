/**
 * REST over documents: what people and programs ask through the edge, which has verified who they
 * are. JSON exists here and nowhere further in.
 *
 * <p>Each class adds its routes to the router of {@link dev.quire.wire.rest.RestCalls#DOC}.
 * Handlers check the caller's right first, so that whoever has none gets the same answer whether or
 * not the document exists, and the input next. <b>Threading:</b> the service's event loop.
 */
@NullMarked
package dev.quire.doc.rest;

import org.jspecify.annotations.NullMarked;
