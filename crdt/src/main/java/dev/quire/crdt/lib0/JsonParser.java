package dev.quire.crdt.lib0;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A strict JSON parser (RFC 8259) whose numbers and order of keys are JavaScript's. */
final class JsonParser {
  private final String text;
  private int position;

  JsonParser(String text) {
    this.text = text;
  }

  @Nullable Object parse() {
    Object value = value(AnyCodec.MAX_DEPTH);
    skipSpace();
    if (position != text.length()) {
      throw invalid();
    }
    return value;
  }

  private @Nullable Object value(int depth) {
    skipSpace();
    char first = peek();
    return switch (first) {
      case '{' -> object(nested(depth));
      case '[' -> array(nested(depth));
      case '"' -> string();
      case 't' -> literal("true", true);
      case 'f' -> literal("false", false);
      case 'n' -> literal("null", null);
      default -> number();
    };
  }

  private static int nested(int depth) {
    if (depth == 0) {
      throw new IllegalArgumentException("JSON nested deeper than " + AnyCodec.MAX_DEPTH);
    }
    return depth - 1;
  }

  private @Nullable Object literal(String word, @Nullable Object value) {
    if (!text.startsWith(word, position)) {
      throw invalid();
    }
    position += word.length();
    return value;
  }

  private Map<String, @Nullable Object> object(int depth) {
    JsObject object = new JsObject();
    position++;
    skipSpace();
    if (skip('}')) {
      return object.toMap();
    }
    do {
      skipSpace();
      if (peek() != '"') {
        throw invalid();
      }
      String key = string();
      skipSpace();
      expect(':');
      object.put(key, value(depth));
      skipSpace();
    } while (skip(','));
    expect('}');
    return object.toMap();
  }

  private List<@Nullable Object> array(int depth) {
    List<@Nullable Object> array = new ArrayList<>();
    position++;
    skipSpace();
    if (skip(']')) {
      return List.of();
    }
    do {
      array.add(value(depth));
      skipSpace();
    } while (skip(','));
    expect(']');
    return Collections.unmodifiableList(array);
  }

  private String string() {
    position++;
    int from = position;
    while (peek() != '"' && peek() != '\\') {
      if (peek() < 0x20) {
        throw invalid();
      }
      position++;
    }
    if (peek() == '"') {
      return text.substring(from, position++);
    }
    return stringWithEscapes(from);
  }

  private String stringWithEscapes(int from) {
    StringBuilder out = new StringBuilder().append(text, from, position);
    while (!skip('"')) {
      char unit = peek();
      if (unit < 0x20) {
        throw invalid();
      }
      position++;
      out.append(unit == '\\' ? escape() : unit);
    }
    return out.toString();
  }

  private char escape() {
    char kind = peek();
    position++;
    return switch (kind) {
      case '"', '\\', '/' -> kind;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> hexUnit();
      default -> throw invalid();
    };
  }

  private char hexUnit() {
    int unit = 0;
    for (int i = 0; i < 4; i++) {
      char digit = peek();
      int value = digit < 0x80 ? Character.digit(digit, 16) : -1;
      if (value < 0) {
        throw invalid();
      }
      unit = unit << 4 | value;
      position++;
    }
    return (char) unit;
  }

  private Number number() {
    int from = position;
    skip('-');
    if (!skip('0')) {
      digits();
    }
    if (skip('.')) {
      digits();
    }
    if (skip('e') || skip('E')) {
      if (!skip('+')) {
        skip('-');
      }
      digits();
    }
    return JsNumber.of(Double.parseDouble(text.substring(from, position)));
  }

  private void digits() {
    int from = position;
    while (position < text.length() && isDigit(text.charAt(position))) {
      position++;
    }
    if (position == from) {
      throw invalid();
    }
  }

  private static boolean isDigit(char unit) {
    return unit >= '0' && unit <= '9';
  }

  private void skipSpace() {
    while (position < text.length() && " \t\n\r".indexOf(text.charAt(position)) >= 0) {
      position++;
    }
  }

  private boolean skip(char expected) {
    if (position < text.length() && text.charAt(position) == expected) {
      position++;
      return true;
    }
    return false;
  }

  private void expect(char expected) {
    if (!skip(expected)) {
      throw invalid();
    }
  }

  private char peek() {
    if (position >= text.length()) {
      throw invalid();
    }
    return text.charAt(position);
  }

  private IllegalArgumentException invalid() {
    return new IllegalArgumentException("invalid JSON at character " + position);
  }
}
