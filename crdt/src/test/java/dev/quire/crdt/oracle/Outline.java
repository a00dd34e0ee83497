package dev.quire.crdt.oracle;

import dev.quire.crdt.YDoc;
import dev.quire.crdt.YType;
import dev.quire.crdt.content.Content;
import dev.quire.crdt.content.ContentEmbed;
import dev.quire.crdt.content.ContentFormat;
import dev.quire.crdt.content.ContentString;
import dev.quire.crdt.content.ContentType;
import dev.quire.crdt.content.TypeKind;
import dev.quire.crdt.event.DeltaOp;
import dev.quire.crdt.id.Subdocument;
import dev.quire.crdt.lib0.Undefined;
import dev.quire.crdt.struct.Branch;
import dev.quire.crdt.struct.Item;
import java.math.BigInteger;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A document's content as one line of text, the same that {@code outline.mjs} makes of yjs's. Reads
 * the branches themselves, so that it stands beside the shared types and not on them.
 */
final class Outline {
  private final StringBuilder out = new StringBuilder();

  private Outline() {}

  /** The outline of a plain value. */
  static String plain(@Nullable Object value) {
    Outline outline = new Outline();
    outline.value(value);
    return outline.out.toString();
  }

  /** The outline of the roots that random programs write to. */
  static String of(Function<String, Branch> roots) {
    Outline outline = new Outline();
    outline.root(roots, "t", TypeKind.TEXT);
    outline.out.append(';');
    outline.root(roots, "a", TypeKind.ARRAY);
    outline.out.append(';');
    outline.root(roots, "m", TypeKind.MAP);
    outline.out.append(';');
    outline.root(roots, "x", TypeKind.XML_FRAGMENT);
    return outline.out.toString();
  }

  /** The outline of a delta of inserts, without what is in types. */
  static String of(List<DeltaOp> delta) {
    Outline outline = new Outline();
    outline.out.append('[');
    for (DeltaOp op : delta) {
      outline.separate(1);
      DeltaOp.Insert insert = (DeltaOp.Insert) op;
      outline.value(insert.content() instanceof YType ? "type" : insert.content());
      outline.attributes(new TreeMap<>(insert.attributes()));
    }
    return outline.out.append(']').toString();
  }

  private void root(Function<String, Branch> roots, String name, TypeKind kind) {
    quote(name);
    out.append(':');
    type(kind, null, roots.apply(name));
  }

  private void type(TypeKind kind, @Nullable String name, Branch branch) {
    switch (kind) {
      case XML_TEXT -> text("xmltext", branch);
      case TEXT -> text("text", branch);
      case XML_HOOK -> {
        out.append("hook");
        quote(String.valueOf(name));
        entries(branch);
      }
      case MAP -> {
        out.append("map");
        entries(branch);
      }
      case ARRAY -> {
        out.append("array");
        list(branch);
      }
      case XML_ELEMENT -> {
        out.append("element");
        quote(String.valueOf(name));
        entries(branch);
        list(branch);
      }
      case XML_FRAGMENT -> {
        out.append("fragment");
        list(branch);
      }
    }
  }

  private void text(String word, Branch branch) {
    out.append(word);
    entries(branch);
    out.append('[');
    Map<String, @Nullable Object> attributes = new TreeMap<>();
    StringBuilder run = new StringBuilder();
    int before = out.length();
    for (Item item = branch.start(); item != null; item = item.right()) {
      Content content = item.content();
      if (item.isDeleted()) {
        continue;
      }
      if (content instanceof ContentString string) {
        run.append(string.text());
      } else if (content instanceof ContentFormat format) {
        flush(run, attributes, before);
        Object value = format.value();
        if (value == null) {
          attributes.remove(format.key());
        } else {
          attributes.put(format.key(), value);
        }
      } else if (content instanceof ContentEmbed || content instanceof ContentType) {
        flush(run, attributes, before);
        separate(before);
        element(content, 0);
        attributes(attributes);
      }
    }
    flush(run, attributes, before);
    out.append(']');
  }

  private void flush(StringBuilder run, Map<String, @Nullable Object> attributes, int before) {
    if (run.length() > 0) {
      separate(before);
      quote(run.toString());
      attributes(attributes);
      run.setLength(0);
    }
  }

  private void attributes(Map<String, @Nullable Object> attributes) {
    if (!attributes.isEmpty()) {
      object(attributes);
    }
  }

  private void separate(int before) {
    if (out.length() > before) {
      out.append(',');
    }
  }

  private void list(Branch branch) {
    out.append('[');
    int before = out.length();
    for (Item item = branch.start(); item != null; item = item.right()) {
      if (item.isVisible()) {
        for (int i = 0; i < item.length(); i++) {
          separate(before);
          element(item.content(), i);
        }
      }
    }
    out.append(']');
  }

  private void entries(Branch branch) {
    out.append('{');
    int before = out.length();
    for (String key : branch.keys().stream().sorted().toList()) {
      Item item = branch.get(key);
      if (item != null && !item.isDeleted()) {
        separate(before);
        quote(key);
        out.append(':');
        element(item.content(), (int) item.length() - 1);
      }
    }
    out.append('}');
  }

  private void element(Content content, int index) {
    if (content instanceof ContentType type) {
      type(type.kind(), type.name(), type.branch());
    } else {
      List<@Nullable Object> values = content.values();
      value(index < values.size() ? values.get(index) : Undefined.UNDEFINED);
    }
  }

  private void value(@Nullable Object value) {
    if (value instanceof String string) {
      quote(string);
    } else if (value instanceof Double number) {
      out.append('f').append(HexFormat.of().toHexDigits(Double.doubleToLongBits(number)));
    } else if (value instanceof BigInteger big) {
      out.append(big).append('n');
    } else if (value instanceof byte[] binary) {
      out.append('<').append(HexFormat.of().formatHex(binary)).append('>');
    } else if (value instanceof List<?> list) {
      out.append('[');
      int before = out.length();
      for (Object element : list) {
        separate(before);
        value(element);
      }
      out.append(']');
    } else if (value instanceof Map<?, ?> map) {
      Map<String, @Nullable Object> sorted = new TreeMap<>();
      map.forEach((key, each) -> sorted.put((String) key, each));
      object(sorted);
    } else if (value instanceof Subdocument subdocument) {
      out.append("doc");
      quote(subdocument.guid());
    } else if (value instanceof YDoc document) {
      out.append("doc");
      quote(document.guid());
    } else if (value == null
        || value == Undefined.UNDEFINED
        || value instanceof Boolean
        || value instanceof Long) {
      out.append(value);
    } else {
      throw new AssertionError("no outline for a " + value.getClass());
    }
  }

  private void object(Map<String, @Nullable Object> sorted) {
    out.append('{');
    int before = out.length();
    sorted.forEach(
        (key, value) -> {
          separate(before);
          quote(key);
          out.append(':');
          value(value);
        });
    out.append('}');
  }

  private void quote(String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char unit = text.charAt(i);
      if (unit < 0x20 || unit > 0x7e || unit == '"' || unit == '\\') {
        out.append("\\u").append(HexFormat.of().toHexDigits((short) unit));
      } else {
        out.append(unit);
      }
    }
    out.append('"');
  }
}
