@NullMarked
package dev.quire.kit.revocation;

import org.jspecify.annotations.NullMarked;
