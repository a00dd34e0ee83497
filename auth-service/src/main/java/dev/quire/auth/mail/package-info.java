/**
 * Letters to people: what they say, and how they leave. {@link dev.quire.auth.mail.MailedLinks}
 * keeps what their links are good for; {@link dev.quire.auth.mail.Letters} writes them and does
 * nothing else; {@link dev.quire.auth.mail.Postbox} sends them, after the call that asked for them
 * was answered, so that nobody can tell by the answer or its time whether there was somebody to
 * write to. Called on the verticle's event loop.
 */
@NullMarked
package dev.quire.auth.mail;

import org.jspecify.annotations.NullMarked;
