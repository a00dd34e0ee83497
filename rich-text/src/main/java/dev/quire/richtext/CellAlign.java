package dev.quire.richtext;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * To which side the text of a table's cell stands: the attribute {@code align}, where it has one.
 */
public final class CellAlign {
  /** The attribute's name, here and in HTML. */
  public static final String NAME = "align";

  private static final Set<String> SIDES = Set.of("left", "center", "right");

  private CellAlign() {}

  /** A cell's side; null where it has none, or none that there is. */
  public static @Nullable String of(Element cell) {
    return of(cell.text(NAME));
  }

  /** The side that a word names; null where it names none. */
  public static @Nullable String of(@Nullable String word) {
    String side = word == null ? "" : word.toLowerCase(Locale.ROOT);
    return SIDES.contains(side) ? side : null;
  }
}
