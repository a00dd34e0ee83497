package dev.quire.crdt.content;

/** What content of length 1 has in common: it is never cut and never joined. */
sealed interface AtomicContent extends Content
    permits ContentBinary, ContentDoc, ContentEmbed, ContentFormat, ContentType {
  @Override
  default long length() {
    return 1;
  }
}
