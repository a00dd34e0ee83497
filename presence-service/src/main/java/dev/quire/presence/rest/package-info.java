/**
 * Who is in a document, for REST: any process is asked, the one that the document belongs to knows.
 * On the event loop of the service.
 */
@NullMarked
package dev.quire.presence.rest;

import org.jspecify.annotations.NullMarked;
