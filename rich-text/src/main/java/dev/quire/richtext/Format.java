package dev.quire.richtext;

import dev.quire.crdt.lib0.Json;
import dev.quire.richtext.ContentException.Reason;
import dev.quire.richtext.html.HtmlReader;
import dev.quire.richtext.html.HtmlWriter;
import dev.quire.richtext.markdown.Markdown;
import dev.quire.richtext.plain.PlainText;
import java.util.List;
import java.util.Map;

/** A form in which content comes and goes. */
public enum Format {
  /** An HTML fragment; only what the allow-list lets through. */
  HTML {
    @Override
    public String write(Element document, ContentLimits limits) {
      return HtmlWriter.write(document, limits);
    }

    @Override
    public Element read(String body, ContentLimits limits) {
      return HtmlReader.read(body, limits);
    }
  },

  /** CommonMark with tables, task lists and strikethrough. */
  MARKDOWN {
    @Override
    public String write(Element document, ContentLimits limits) {
      return Markdown.write(document, limits);
    }

    @Override
    public Element read(String body, ContentLimits limits) {
      return Markdown.read(body, limits);
    }
  },

  /** Plain text. */
  TEXT {
    @Override
    public String write(Element document, ContentLimits limits) {
      return PlainText.write(document, limits);
    }

    @Override
    public Element read(String body, ContentLimits limits) {
      return PlainText.read(body, limits);
    }
  },

  /** The JSON of ProseMirror and Tiptap, which loses nothing. */
  PROSEMIRROR {
    @Override
    public String write(Element document, ContentLimits limits) {
      limits.checkTime();
      String json = Json.print(ProseMirrorJson.write(document));
      limits.checkWritten(json.length());
      return json;
    }

    @Override
    public Element read(String body, ContentLimits limits) {
      return ProseMirrorJson.read(json(body), limits);
    }

    @Override
    public List<Node> seen(Node node, ContentLimits limits) {
      return List.of(node);
    }
  };

  /**
   * A document in this format.
   *
   * @throws ContentException if that is past a limit
   */
  public abstract String write(Element document, ContentLimits limits);

  /** A document in this format, however much that is. */
  public final String write(Element document) {
    return write(document, ContentLimits.DEFAULT);
  }

  /**
   * Reads a document.
   *
   * @throws ContentException if it isn't of this format, or is past a limit
   */
  public abstract Element read(String body, ContentLimits limits);

  /** What a reader of this format sees of a node at the top of a document. */
  public List<Node> seen(Node node, ContentLimits limits) {
    return read(write(Element.document(List.of(node)), limits), limits).children();
  }

  private static Map<?, ?> json(String body) {
    Object value;
    try {
      value = Json.parse(body);
    } catch (IllegalArgumentException malformed) {
      throw new ContentException(Reason.INVALID, "This is not JSON: " + malformed.getMessage());
    }
    if (value instanceof Map<?, ?> map) {
      return map;
    }
    throw new ContentException(
        Reason.INVALID, "This is not the JSON of a ProseMirror document: it must be an object.");
  }
}
