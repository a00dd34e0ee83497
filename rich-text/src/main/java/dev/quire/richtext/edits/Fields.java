package dev.quire.richtext.edits;

import dev.quire.crdt.lib0.Json;
import dev.quire.richtext.ContentException;
import dev.quire.richtext.ContentException.Reason;
import java.util.Map;

/** The fields of a JSON object, read with words for whoever wrote it. */
record Fields(Map<?, ?> json) {
  Fields(Object value) {
    this(object(value));
  }

  private static Map<?, ?> object(Object value) {
    if (value instanceof Map<?, ?> map) {
      return map;
    }
    throw wrong("it must be an object.");
  }

  static ContentException wrong(String detail) {
    return new ContentException(Reason.INVALID, detail);
  }

  boolean has(String name) {
    return json.get(name) != null;
  }

  String text(String name) {
    if (json.get(name) instanceof String text) {
      return text;
    }
    throw wrong("'" + name + "' must be a text.");
  }

  /** A text that is not empty. */
  String words(String name) {
    String text = text(name);
    if (text.isEmpty()) {
      throw wrong("'" + name + "' must not be empty.");
    }
    return text;
  }

  /** A text, or an object as its JSON. */
  String textOrJson(String name) {
    return json.get(name) instanceof Map<?, ?> map ? Json.print(map) : text(name);
  }

  Fields object(String name) {
    if (json.get(name) instanceof Map<?, ?> map) {
      return new Fields(map);
    }
    throw wrong("'" + name + "' must be an object.");
  }

  /** A whole number from 1, or what is used where there is none. */
  int count(String name, int otherwise) {
    Object value = json.get(name);
    if (value == null) {
      return otherwise;
    }
    if (value instanceof Number number
        && number.doubleValue() == number.intValue()
        && number.intValue() >= 1) {
      return number.intValue();
    }
    throw wrong("'" + name + "' must be a whole number from 1.");
  }

  boolean flag(String name) {
    return Boolean.TRUE.equals(json.get(name));
  }

  Anchor anchor(String name) {
    Object value = json.get(name);
    if (value instanceof Number number && number.doubleValue() == number.intValue()) {
      return new Anchor(name, number.intValue(), "");
    }
    if (value instanceof String text && !text.isEmpty()) {
      return new Anchor(name, 0, text);
    }
    throw wrong("'" + name + "' must be a block's number from 0, or a text that it holds.");
  }
}
