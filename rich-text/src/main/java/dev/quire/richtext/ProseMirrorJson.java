package dev.quire.richtext;

import dev.quire.richtext.ContentException.Reason;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Rich text as the JSON of ProseMirror and Tiptap, in maps and lists: {@code {type, attrs?,
 * content?, text?, marks?}}. Nothing that a Yjs document can hold is lost on the way, whatever the
 * schema.
 */
public final class ProseMirrorJson {
  private static final String TYPE = "type";
  private static final String ATTRIBUTES = "attrs";
  private static final String CONTENT = "content";
  private static final String TEXT = "text";
  private static final String MARKS = "marks";

  private ProseMirrorJson() {}

  /** A document as JSON. */
  public static Map<String, Object> write(Element document) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put(TYPE, document.type());
    if (!document.attributes().isEmpty()) {
      json.put(ATTRIBUTES, document.attributes());
    }
    if (!document.children().isEmpty()) {
      List<Object> content = new ArrayList<>(document.children().size());
      for (Node child : document.children()) {
        if (child instanceof Element element) {
          content.add(write(element));
        } else if (child instanceof Text text) {
          text.runs().forEach(run -> content.add(write(run)));
        }
      }
      json.put(CONTENT, content);
    }
    return json;
  }

  private static Map<String, Object> write(Text.Run run) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put(TYPE, TEXT);
    json.put(TEXT, run.text());
    if (!run.marks().isEmpty()) {
      json.put(MARKS, run.marks().all().stream().map(ProseMirrorJson::write).toList());
    }
    return json;
  }

  private static Map<String, Object> write(Mark mark) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put(TYPE, mark.type());
    if (!mark.attributes().isEmpty()) {
      json.put(ATTRIBUTES, mark.attributes());
    }
    return json;
  }

  /**
   * Reads a document.
   *
   * @param json a node of type {@code doc}
   * @throws ContentException if it isn't one, or is past a limit
   */
  public static Element read(Map<?, ?> json, ContentLimits limits) {
    if (!Element.DOCUMENT.equals(json.get(TYPE))) {
      throw invalid("its outermost \"type\" must be \"doc\"");
    }
    return readElement(Element.DOCUMENT, json, 0, limits.meter());
  }

  private static Element readElement(String type, Map<?, ?> json, int depth, ContentMeter meter) {
    meter.node(depth);
    meter.text(type);
    return new Element(type, attributes(json, meter), readContent(json.get(CONTENT), depth, meter));
  }

  private static List<Node> readContent(@Nullable Object content, int depth, ContentMeter meter) {
    if (content == null) {
      return List.of();
    }
    if (!(content instanceof List<?> list)) {
      throw invalid("\"content\" must be an array");
    }
    List<Node> nodes = new ArrayList<>(list.size());
    List<Text.Run> runs = new ArrayList<>();
    for (Object value : list) {
      if (!(value instanceof Map<?, ?> json) || !(json.get(TYPE) instanceof String type)) {
        throw invalid("each node must be an object with a \"type\"");
      }
      if (type.equals(TEXT)) {
        runs.add(readRun(json, depth, meter));
      } else {
        endText(runs, nodes);
        nodes.add(readElement(type, json, depth + 1, meter));
      }
    }
    endText(runs, nodes);
    return nodes;
  }

  private static void endText(List<Text.Run> runs, List<Node> nodes) {
    if (!runs.isEmpty()) {
      nodes.add(new Text(runs));
      runs.clear();
    }
  }

  private static Text.Run readRun(Map<?, ?> json, int depth, ContentMeter meter) {
    if (!(json.get(TEXT) instanceof String text) || text.isEmpty()) {
      throw invalid("a node of type \"text\" must have a \"text\" that is not empty");
    }
    meter.node(depth);
    meter.text(text);
    return new Text.Run(text, readMarks(json.get(MARKS), meter));
  }

  private static Marks readMarks(@Nullable Object marks, ContentMeter meter) {
    if (marks == null) {
      return Marks.NONE;
    }
    if (!(marks instanceof List<?> list)) {
      throw invalid("\"marks\" must be an array");
    }
    List<Mark> read = new ArrayList<>(list.size());
    for (Object value : list) {
      if (!(value instanceof Map<?, ?> json) || !(json.get(TYPE) instanceof String type)) {
        throw invalid("each mark must be an object with a \"type\"");
      }
      meter.text(type);
      read.add(new Mark(type, attributes(json, meter)));
    }
    return Marks.of(read);
  }

  private static Map<String, Object> attributes(Map<?, ?> json, ContentMeter meter) {
    Object attributes = json.get(ATTRIBUTES);
    if (attributes == null) {
      return Map.of();
    }
    if (!(attributes instanceof Map<?, ?> values)) {
      throw invalid("\"attrs\" must be an object");
    }
    return JsonValues.attributes(values, meter);
  }

  private static ContentException invalid(String what) {
    return new ContentException(
        Reason.INVALID, "This is not the JSON of a ProseMirror document: " + what + ".");
  }
}
