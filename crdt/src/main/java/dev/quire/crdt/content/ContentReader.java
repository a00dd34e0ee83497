package dev.quire.crdt.content;

import dev.quire.crdt.fault.MalformedUpdateException;
import dev.quire.crdt.fault.MalformedUpdateException.Fault;
import dev.quire.crdt.id.Subdocument;
import dev.quire.crdt.lib0.AnyCodec;
import dev.quire.crdt.lib0.Json;
import dev.quire.crdt.lib0.Lib0Reader;
import dev.quire.crdt.lib0.Undefined;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the content of an item from an update of format v1, and refuses what no client writes. */
public final class ContentReader {
  private static final int MAX_INITIAL_CAPACITY = 16;

  private ContentReader() {}

  /**
   * Reads content of one kind.
   *
   * @param ref the kind's number
   * @param texts where text is to lie
   */
  public static Content read(Lib0Reader in, int ref, TextStore texts) {
    return switch (ref) {
      case ContentDeleted.REF -> new ContentDeleted(readLength(in));
      case ContentJson.REF -> readJson(in);
      case ContentBinary.REF -> new ContentBinary(in.readVarBytes());
      case ContentString.REF -> readString(in, texts);
      case ContentEmbed.REF -> new ContentEmbed(canonical(in, in.readVarString()));
      case ContentFormat.REF ->
          new ContentFormat(in.readVarString(), canonical(in, in.readVarString()));
      case ContentType.REF -> readType(in);
      case ContentAny.REF -> readAny(in);
      case ContentDoc.REF -> readDoc(in);
      default -> throw in.malformed(Fault.UNKNOWN_KIND, "unknown kind of content " + ref);
    };
  }

  /** A length in clocks: at least 1. */
  public static long readLength(Lib0Reader in) {
    long length = in.readVarUint();
    if (length == 0) {
      throw in.malformed(Fault.EMPTY, "struct without length");
    }
    return length;
  }

  private static int readElementCount(Lib0Reader in) {
    int count = in.readCount("elements");
    if (count == 0) {
      throw in.malformed(Fault.EMPTY, "struct without length");
    }
    return count;
  }

  private static Content readString(Lib0Reader in, TextStore texts) {
    ContentString text = texts.read(in);
    if (text.length() == 0) {
      throw in.malformed(Fault.EMPTY, "struct without length");
    }
    return text;
  }

  private static Content readAny(Lib0Reader in) {
    int count = readElementCount(in);
    ContentAny values = new ContentAny(Math.min(count, MAX_INITIAL_CAPACITY));
    for (int i = 0; i < count; i++) {
      values.add(AnyCodec.read(in));
    }
    values.trim();
    return values;
  }

  private static Content readJson(Lib0Reader in) {
    int count = readElementCount(in);
    List<String> texts = new ArrayList<>(Math.min(count, MAX_INITIAL_CAPACITY));
    for (int i = 0; i < count; i++) {
      String text = in.readVarString();
      texts.add(text.equals(ContentJson.UNDEFINED) ? text : canonical(in, text));
    }
    return new ContentJson(texts);
  }

  private static String canonical(Lib0Reader in, String json) {
    try {
      return Json.canonical(json);
    } catch (IllegalArgumentException invalid) {
      MalformedUpdateException malformed =
          in.malformed(Fault.INVALID_JSON, String.valueOf(invalid.getMessage()));
      malformed.initCause(invalid);
      throw malformed;
    }
  }

  private static Content readType(Lib0Reader in) {
    long ref = in.readVarUint();
    if (ref >= TypeKind.COUNT) {
      throw in.malformed(Fault.UNKNOWN_KIND, "unknown kind of type " + ref);
    }
    TypeKind kind = TypeKind.of((int) ref);
    return new ContentType(kind, kind.isNamed() ? in.readVarString() : null);
  }

  private static Content readDoc(Lib0Reader in) {
    String guid = in.readVarString();
    Object options = AnyCodec.read(in);
    if (!(options instanceof Map<?, ?> map)) {
      throw in.malformed(Fault.INVALID_SUBDOCUMENT, "options of a subdocument are no object");
    }
    // yjs spreads the options over the name, so one given there would win; nobody writes one.
    if (map.containsKey("guid")) {
      throw in.malformed(Fault.INVALID_SUBDOCUMENT, "options of a subdocument hold a guid");
    }
    boolean gc = !map.containsKey("gc") || isDefinedAsTrue(map.get("gc"), true);
    boolean autoLoad = isDefinedAsTrue(map.get("autoLoad"), false);
    Object meta = map.get("meta");
    return new ContentDoc(
        new Subdocument(guid, gc, autoLoad, meta == Undefined.UNDEFINED ? null : meta));
  }

  /** JavaScript's truth of a value, with undefined replaced by a default. */
  private static boolean isDefinedAsTrue(@Nullable Object value, boolean undefined) {
    if (value == Undefined.UNDEFINED) {
      return undefined;
    }
    if (value instanceof Boolean bool) {
      return bool;
    }
    if (value instanceof Number number) {
      double asDouble = number.doubleValue();
      return asDouble != 0 && !Double.isNaN(asDouble);
    }
    return value != null && !value.equals("");
  }
}
