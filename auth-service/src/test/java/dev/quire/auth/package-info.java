@NullMarked
package dev.quire.auth;

import org.jspecify.annotations.NullMarked;
