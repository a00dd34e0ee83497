package dev.quire.richtext;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Makes random documents of the known schema, of the kind that every format can express. */
public final class Trees {
  private static final String[] WORDS = {
    "tide", "ebb", "naïve", "𝒳yz", "a*b", "<b>", "&amp;", "#1", "_x_", "[y]", "1.", "-", "+",
    "`q`", "| c", "~~", "\\", "!", "👩‍🚀", "end."
  };
  private static final String[] MARKS = {
    Schema.BOLD, Schema.ITALIC, Schema.STRIKE, Schema.UNDERLINE, Schema.SUPERSCRIPT
  };

  private static final Pattern SPACES = Pattern.compile("(?<= )|(?= )");

  private final Random random;

  public Trees(long seed) {
    this.random = new Random(seed);
  }

  public Element document() {
    return Element.document(blocks(1 + random.nextInt(6), 0));
  }

  List<Node> blocks(int count, int depth) {
    List<Node> blocks = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Element block = block(depth);
      // Markdown takes two lists of one kind in a row for one, and so do people.
      Node last = blocks.isEmpty() ? null : blocks.get(blocks.size() - 1);
      boolean again = last instanceof Element before && isList(before) && isList(block);
      blocks.add(again ? paragraph() : block);
    }
    return blocks;
  }

  private static boolean isList(Element element) {
    return element.type().endsWith("List");
  }

  private Element block(int depth) {
    int kinds = depth > 2 ? 3 : 10;
    return switch (random.nextInt(kinds)) {
      case 0 ->
          new Element(
              Schema.HEADING, Map.of("level", 1L + random.nextInt(6)), List.of(text(false)));
      case 1 -> codeBlock();
      case 3 -> new Element(Schema.BLOCKQUOTE, blocks(1 + random.nextInt(2), depth + 1));
      case 4 -> new Element(Schema.BULLET_LIST, items(Schema.LIST_ITEM, Map.of(), depth));
      case 5 ->
          new Element(
              Schema.ORDERED_LIST,
              Map.of("start", 1L + random.nextInt(9)),
              items(Schema.LIST_ITEM, Map.of(), depth));
      case 6 ->
          new Element(
              Schema.TASK_LIST,
              items(Schema.TASK_ITEM, Map.of("checked", random.nextBoolean()), depth));
      case 7 -> new Element(Schema.HORIZONTAL_RULE, List.of());
      case 8 ->
          new Element(
              Schema.IMAGE,
              Map.of("src", "https://example.org/" + random.nextInt(9) + ".png", "alt", "a view"),
              List.of());
      case 9 -> table();
      default -> paragraph();
    };
  }

  private Element codeBlock() {
    Map<String, Object> attributes = random.nextBoolean() ? Map.of() : Map.of("language", "c++");
    return new Element(
        Schema.CODE_BLOCK, attributes, List.of(Text.of("if (a < b) {\n  `x` ```\n\n}" + word())));
  }

  private List<Node> items(String type, Map<String, Object> attributes, int depth) {
    List<Node> items = new ArrayList<>();
    for (int i = random.nextInt(3); i >= 0; i--) {
      List<Node> content = new ArrayList<>();
      content.add(paragraph());
      if (depth < 2 && random.nextInt(3) == 0) {
        content.addAll(blocks(1, depth + 1));
      }
      items.add(new Element(type, attributes, content));
    }
    return items;
  }

  private Element table() {
    int columns = 1 + random.nextInt(3);
    List<Node> rows = new ArrayList<>();
    for (int row = random.nextInt(3); row >= 0; row--) {
      List<Node> cells = new ArrayList<>();
      for (int column = 0; column < columns; column++) {
        String type = rows.isEmpty() ? Schema.TABLE_HEADER : Schema.TABLE_CELL;
        cells.add(
            new Element(
                type, spans(), List.of(new Element(Schema.PARAGRAPH, List.of(text(false))))));
      }
      rows.add(new Element(Schema.TABLE_ROW, cells));
    }
    return new Element(Schema.TABLE, rows);
  }

  private Map<String, Object> spans() {
    long columns = random.nextInt(9) == 0 ? 2L : 1L;
    Map<String, Object> spans = new LinkedHashMap<>(Map.of("colspan", columns, "rowspan", 1L));
    if (random.nextInt(5) == 0) {
      spans.put("colwidth", columns == 1 ? List.of(90L) : List.of(90L, 120L));
    }
    return spans;
  }

  public Element paragraph() {
    List<Node> line = new ArrayList<>();
    line.add(text(true));
    if (random.nextInt(4) == 0) {
      line.add(new Element(Schema.HARD_BREAK, List.of()));
      line.add(text(true));
    }
    if (random.nextInt(4) == 0) {
      line.add(new Element(Schema.MENTION, Map.of("id", "u/1", "label", "Ada L."), List.of()));
    }
    return new Element(Schema.PARAGRAPH, line);
  }

  private Text text(boolean links) {
    List<Text.Run> runs = new ArrayList<>();
    int count = 1 + random.nextInt(4);
    for (int i = 0; i < count; i++) {
      String words = word() + " " + word();
      // Runs that touch without a space between are the hard case.
      runs.add(new Text.Run(i > 0 && random.nextBoolean() ? " " + words : words, marks(links)));
    }
    return new Text(runs);
  }

  private Marks marks(boolean links) {
    Marks marks = Marks.NONE;
    while (random.nextInt(3) == 0) {
      marks = marks.with(new Mark(MARKS[random.nextInt(MARKS.length)]));
    }
    if (links && random.nextInt(6) == 0) {
      Map<String, Object> link = new LinkedHashMap<>();
      link.put("href", "https://example.org/?q=a&b=(c)");
      link.putAll(Schema.LINK_DEFAULTS);
      marks = marks.with(new Mark(Schema.LINK, link));
    }
    return random.nextInt(8) == 0 ? marks.with(new Mark(Schema.CODE)) : marks;
  }

  String word() {
    return WORDS[random.nextInt(WORDS.length)];
  }

  /**
   * The same with no marks on spaces: Markdown can't mark a space at the edge of a word, and nobody
   * sees whether it is bold.
   */
  public static Node withPlainSpaces(Node node) {
    if (node instanceof Element element) {
      return new Element(
          element.type(),
          new TreeMap<>(element.attributes()),
          element.children().stream().map(Trees::withPlainSpaces).toList());
    }
    List<Text.Run> runs = new ArrayList<>();
    for (Text.Run run : ((Text) node).runs()) {
      for (String part : SPACES.splitAsStream(run.text()).toList()) {
        runs.add(new Text.Run(part, part.isBlank() ? Marks.NONE : sorted(run.marks())));
      }
    }
    return new Text(runs);
  }

  private static Marks sorted(Marks marks) {
    Map<String, Mark> sorted = new TreeMap<>();
    marks
        .byKey()
        .forEach(
            (key, mark) ->
                sorted.put(key, new Mark(mark.type(), new TreeMap<>(mark.attributes()))));
    return new Marks(sorted);
  }
}
