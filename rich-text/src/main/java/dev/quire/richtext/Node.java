package dev.quire.richtext;

/** A node of rich text: an element or a text. */
public sealed interface Node permits Element, Text {}
