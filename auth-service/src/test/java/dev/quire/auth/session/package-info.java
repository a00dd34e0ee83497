@NullMarked
package dev.quire.auth.session;

import org.jspecify.annotations.NullMarked;
