/**
 * The REST calls of auth-service, one class for each thing that people do. JSON ends here: handlers
 * check what came in, ask the packages beside this one and put the answer together. On the
 * verticle's event loop.
 */
@NullMarked
package dev.quire.auth.rest;

import org.jspecify.annotations.NullMarked;
