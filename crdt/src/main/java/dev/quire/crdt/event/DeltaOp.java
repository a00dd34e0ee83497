package dev.quire.crdt.event;

import dev.quire.crdt.YType;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One operation of a delta, as Quill and yjs describe formatted texts and changes of them. */
public sealed interface DeltaOp permits DeltaOp.Insert, DeltaOp.Retain, DeltaOp.Delete {

  /**
   * Puts something in.
   *
   * @param content a {@link String}; or what is embedded: a value that JSON can hold; or, in what
   *     is read, a {@link YType}
   * @param attributes its formatting
   */
  record Insert(Object content, Map<String, ? extends @Nullable Object> attributes)
      implements DeltaOp {}

  /**
   * Steps over units and formats them.
   *
   * @param length how many, in UTF-16 units
   * @param attributes what changes; null ends an attribute
   */
  record Retain(long length, Map<String, ? extends @Nullable Object> attributes)
      implements DeltaOp {}

  /**
   * Deletes units.
   *
   * @param length how many, in UTF-16 units
   */
  record Delete(long length) implements DeltaOp {}
}
