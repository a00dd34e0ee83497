@NullMarked
package dev.quire.wire.client;

import org.jspecify.annotations.NullMarked;
