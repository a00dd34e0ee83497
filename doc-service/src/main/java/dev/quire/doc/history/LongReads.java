package dev.quire.doc.history;

import dev.quire.wire.DocumentId;
import java.util.function.Consumer;

/**
 * Who is told of documents whose replay took long.
 *
 * @param bytes of updates that were read behind the baseline, at least
 */
public record LongReads(long bytes, Consumer<DocumentId> told) {
  /** Nobody. */
  public static final LongReads IGNORED = new LongReads(Long.MAX_VALUE, document -> {});
}
