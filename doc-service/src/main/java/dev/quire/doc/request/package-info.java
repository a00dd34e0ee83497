/**
 * Requests that carry an idempotency key: whoever does not know whether his request was answered
 * sends it again under the same key, and it has its effect once.
 *
 * <p>The edge asks before it answers such a request, and tells how it went. A key belongs to one
 * caller and to one request. One row per key decides who answers: the first to put it in. Should
 * that one die, the row's time is up after {@link
 * dev.quire.doc.request.KeyedRequests#PATIENCE_SECONDS}, and the same request begins again with the
 * id that its resource was given the first time; whoever creates something under that id creates it
 * once. Keys are kept for a day, a bounded number of each caller.
 */
@NullMarked
package dev.quire.doc.request;

import org.jspecify.annotations.NullMarked;
