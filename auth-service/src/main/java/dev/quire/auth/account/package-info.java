/**
 * Who there is: addresses, names, passwords. {@link dev.quire.auth.account.EmailAddress} and {@link
 * dev.quire.auth.account.Registration} decide what is acceptable and do nothing else; {@link
 * dev.quire.auth.account.Accounts} keeps accounts in PostgreSQL; {@link
 * dev.quire.auth.account.Passwords} hashes on workers. Called on the verticle's event loop.
 */
@NullMarked
package dev.quire.auth.account;

import org.jspecify.annotations.NullMarked;
