package dev.quire.crdt.content;

/** What content of length 1 has in common: it is never cut and never joined. */
sealed interface AtomicContent extends Content
    permits ContentBinary, ContentDoc, ContentEmbed, ContentFormat, ContentType {
  @Override
  default long length() {
    return 1;
  }

  @Override
  default Content splice(long offset) {
    throw new IllegalStateException("content of length 1 can't be cut");
  }

  @Override
  default boolean canAppend(Content right) {
    return false;
  }

  @Override
  default void append(Content right) {
    throw new IllegalStateException("content of length 1 can't be joined");
  }
}
