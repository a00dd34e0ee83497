package dev.quire.crdt;

import dev.quire.crdt.event.ItemView;
import dev.quire.crdt.fault.WorkLimitException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * How a {@link YDoc} behaves.
 *
 * @param clientId id for what is written here, 0 to 2^53 - 1; null for a document that only takes
 *     updates
 * @param gc whether deleted content is collected, as in yjs by default
 * @param gcFilter which of the deleted items may be collected; must look at no more than the item
 *     and the types that it lies in ({@link YType#contains})
 * @param maxSteps how much one change may take beyond what its size accounts for: steps of
 *     searching for a place among items that were put there concurrently. A valid update of 240 KB
 *     can be made to need 500 million of them, some ten seconds; people who type together need a
 *     few each. At one more the change throws a {@link WorkLimitException}, and the document is
 *     lost: for documents that can be thrown away, which try what a stranger has sent
 * @param formattingCleanup whether to delete formatting marks that received changes have left
 *     without use, and those that turn out to be so when the delta of an event is read: as yjs
 *     does, and as a client that people edit with should. Off by default, and for servers: with it
 *     a document is no longer a function of its updates alone, but of their order and batches
 * @param naming by what others refer to it
 */
public record DocOptions(
    @Nullable Long clientId,
    boolean gc,
    Predicate<? super ItemView> gcFilter,
    long maxSteps,
    boolean formattingCleanup,
    Naming naming) {
  /** A document that takes updates, collects what is deleted, and makes no edits by itself. */
  public static final DocOptions DEFAULT =
      new DocOptions(null, true, DocOptions::any, Long.MAX_VALUE, false, Naming.NONE);

  private static boolean any(ItemView item) {
    return true;
  }

  /** These options with another client id. */
  public DocOptions withClientId(long id) {
    return new DocOptions(id, gc, gcFilter, maxSteps, formattingCleanup, naming);
  }

  /** These options with or without collection. */
  public DocOptions withGc(boolean collect) {
    return new DocOptions(clientId, collect, gcFilter, maxSteps, formattingCleanup, naming);
  }

  /** These options with collection of only what a filter lets through. */
  public DocOptions withGcFilter(Predicate<? super ItemView> filter) {
    return new DocOptions(clientId, gc, filter, maxSteps, formattingCleanup, naming);
  }

  /** These options with another limit of steps a change. */
  public DocOptions withMaxSteps(long steps) {
    return new DocOptions(clientId, gc, gcFilter, steps, formattingCleanup, naming);
  }

  /** These options with or without formatting cleanup. */
  public DocOptions withFormattingCleanup(boolean cleanup) {
    return new DocOptions(clientId, gc, gcFilter, maxSteps, cleanup, naming);
  }

  /** These options with a naming. */
  public DocOptions withNaming(Naming other) {
    return new DocOptions(clientId, gc, gcFilter, maxSteps, formattingCleanup, other);
  }

  /** These options with a name. */
  public DocOptions withGuid(String guid) {
    return withNaming(naming.withGuid(guid));
  }
}
