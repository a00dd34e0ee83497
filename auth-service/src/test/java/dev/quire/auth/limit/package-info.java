@NullMarked
package dev.quire.auth.limit;

import org.jspecify.annotations.NullMarked;
