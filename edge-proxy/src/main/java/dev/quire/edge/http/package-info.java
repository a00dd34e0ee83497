/**
 * HTTP at the edge: upgrades, REST and the editor's files.
 *
 * <p>A REST request is limited, its token verified, and passed as a message to the service that
 * answers its path; an update over HTTP is a session of the document for a moment, on the same road
 * as a socket's. Files are read once, at the start, and served from memory.
 */
@NullMarked
package dev.quire.edge.http;

import org.jspecify.annotations.NullMarked;
