@NullMarked
package dev.quire.auth.key;

import org.jspecify.annotations.NullMarked;
