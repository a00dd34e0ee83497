@NullMarked
package dev.quire.kit.rest;

import org.jspecify.annotations.NullMarked;
