package dev.quire.richtext;

import java.util.Map;
import java.util.Set;

/**
 * The names that are known here: the node and mark types of Tiptap's StarterKit, links, tables,
 * task lists, images, code blocks and mentions. Other names are data like any other; they are
 * carried through, and shown without their attributes.
 */
public final class Schema {
  /** A paragraph. */
  public static final String PARAGRAPH = "paragraph";

  /** A heading, with a {@code level} from 1 to 6. */
  public static final String HEADING = "heading";

  /** A quotation. */
  public static final String BLOCKQUOTE = "blockquote";

  /** A list with bullets. */
  public static final String BULLET_LIST = "bulletList";

  /** A numbered list, with the number at its {@code start}. */
  public static final String ORDERED_LIST = "orderedList";

  /** An item of a list with bullets or numbers. */
  public static final String LIST_ITEM = "listItem";

  /** A list of things to do. */
  public static final String TASK_LIST = "taskList";

  /** A thing to do; {@code checked} when it is done. */
  public static final String TASK_ITEM = "taskItem";

  /** Program text, with a {@code language}. */
  public static final String CODE_BLOCK = "codeBlock";

  /** A line across. */
  public static final String HORIZONTAL_RULE = "horizontalRule";

  /** A line break. */
  public static final String HARD_BREAK = "hardBreak";

  /** An image, with {@code src}, {@code alt}, {@code title}, {@code width}, {@code height}. */
  public static final String IMAGE = "image";

  /** A table. */
  public static final String TABLE = "table";

  /** A row of a table. */
  public static final String TABLE_ROW = "tableRow";

  /** A cell, with {@code colspan}, {@code rowspan} and {@code colwidth}. */
  public static final String TABLE_CELL = "tableCell";

  /** A cell that is a heading. */
  public static final String TABLE_HEADER = "tableHeader";

  /** Somebody who is spoken to, with {@code id} and {@code label}. */
  public static final String MENTION = "mention";

  /** A link, with an {@code href}. */
  public static final String LINK = "link";

  /** Strong text. */
  public static final String BOLD = "bold";

  /** Emphasised text. */
  public static final String ITALIC = "italic";

  /** Underlined text. */
  public static final String UNDERLINE = "underline";

  /** Text that is struck through. */
  public static final String STRIKE = "strike";

  /** Program text in a line. */
  public static final String CODE = "code";

  /** Text with a marker's colour behind it. */
  public static final String HIGHLIGHT = "highlight";

  /** Lowered text. */
  public static final String SUBSCRIPT = "subscript";

  /** Raised text. */
  public static final String SUPERSCRIPT = "superscript";

  private static final Set<String> TEXT_BLOCKS = Set.of(PARAGRAPH, HEADING, CODE_BLOCK);
  private static final Set<String> INLINE = Set.of(HARD_BREAK, MENTION);
  private static final Set<String> WITHOUT_CHILDREN =
      Set.of(HORIZONTAL_RULE, HARD_BREAK, IMAGE, MENTION);

  /** The attributes that Tiptap gives to a new link besides its address. */
  public static final Map<String, Object> LINK_DEFAULTS =
      Map.of("target", "_blank", "rel", "noopener noreferrer nofollow");

  private Schema() {}

  /** Whether an element of a type holds text. */
  public static boolean isTextBlock(String type) {
    return TEXT_BLOCKS.contains(type);
  }

  /** Whether an element of a type stands within a line. */
  public static boolean isInline(String type) {
    return INLINE.contains(type);
  }

  /** Whether an element of a type holds nothing. */
  public static boolean isLeaf(String type) {
    return WITHOUT_CHILDREN.contains(type);
  }
}
