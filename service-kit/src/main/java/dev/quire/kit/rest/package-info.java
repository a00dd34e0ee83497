/**
 * REST inside a service: the edge passes requests on as messages, a {@link
 * dev.quire.kit.rest.RestRouter} finds the handler, and a {@link dev.quire.kit.rest.Problem}
 * becomes a problem document (RFC 9457). Pure but for logging.
 */
@NullMarked
package dev.quire.kit.rest;

import org.jspecify.annotations.NullMarked;
