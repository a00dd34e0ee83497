package dev.quire.richtext.anchor;

import org.jspecify.annotations.Nullable;

/**
 * The anchors of a place, as {@link AnchorText} writes them.
 *
 * @param end where a quote ends; null for other places
 */
public record Anchored(String anchor, @Nullable String end) {}
