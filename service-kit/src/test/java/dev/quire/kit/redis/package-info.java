@NullMarked
package dev.quire.kit.redis;

import org.jspecify.annotations.NullMarked;
