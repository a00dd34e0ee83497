@NullMarked
package dev.quire.auth.account;

import org.jspecify.annotations.NullMarked;
