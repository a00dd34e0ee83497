@NullMarked
package dev.quire.auth.mail;

import org.jspecify.annotations.NullMarked;
