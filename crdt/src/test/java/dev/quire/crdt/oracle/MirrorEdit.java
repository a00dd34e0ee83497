package dev.quire.crdt.oracle;

import dev.quire.crdt.DocOptions;
import dev.quire.crdt.Naming;
import dev.quire.crdt.NewType;
import dev.quire.crdt.YArray;
import dev.quire.crdt.YDoc;
import dev.quire.crdt.YMap;
import dev.quire.crdt.YText;
import dev.quire.crdt.YType;
import dev.quire.crdt.YXmlElement;
import dev.quire.crdt.YXmlFragment;
import dev.quire.crdt.lib0.AnyCodec;
import dev.quire.crdt.lib0.Lib0Reader;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One edit that yjs made, to be made with our types. */
final class MirrorEdit {
  private final String path;
  private final String name;
  private final List<String> args;

  private MirrorEdit(String path, String name, List<String> args) {
    this.path = path;
    this.name = name;
    this.args = args;
  }

  /** Reads a line {@code edit <replica> <path> <name> <arg>...}. */
  static MirrorEdit of(List<String> line) {
    return new MirrorEdit(
        OracleRecord.text(line.get(2)), line.get(3), line.subList(4, line.size()));
  }

  void make(YDoc doc) {
    YType type = find(doc);
    if (type instanceof YText text) {
      make(text);
    } else if (type instanceof YMap map) {
      make(map);
    } else if (type instanceof YArray array) {
      make(array);
    } else {
      make((YXmlFragment) type);
    }
  }

  private YType find(YDoc doc) {
    String[] steps = path.split("/", -1);
    YType type =
        switch (steps[0]) {
          case "t" -> doc.getText("t");
          case "a" -> doc.getArray("a");
          case "m" -> doc.getMap("m");
          default -> doc.getXmlFragment("x");
        };
    for (int i = 1; i < steps.length; i++) {
      String step = steps[i].substring(1);
      Object child =
          type instanceof YMap map
              ? map.get(OracleRecord.text(step))
              : type instanceof YArray array
                  ? array.get(Integer.parseInt(step))
                  : ((YXmlFragment) type).get(Integer.parseInt(step));
      type = (YType) Objects.requireNonNull(child, path);
    }
    return type;
  }

  private void make(YText text) {
    switch (name) {
      case "insert" -> text.insert(number(0), string(1));
      case "insertFormatted" -> text.insert(number(0), string(1), object(2));
      case "embed" -> text.insertEmbed(number(0), object(1), object(2));
      case "delete" -> text.delete(number(0), number(1));
      case "format" -> text.format(number(0), number(1), object(2));
      case "setAttribute" -> text.setAttribute(string(0), any(1));
      case "removeAttribute" -> text.removeAttribute(string(0));
      default -> throw unknown();
    }
  }

  private void make(YMap map) {
    switch (name) {
      case "set" -> map.set(string(0), any(1));
      case "setType" -> map.create(string(0), type(1));
      case "setDoc" -> map.set(string(0), document(1));
      case "remove" -> map.delete(string(0));
      case "clear" -> map.clear();
      default -> throw unknown();
    }
  }

  private void make(YArray array) {
    switch (name) {
      case "insertValues" -> array.insert(number(0), (List<?>) Objects.requireNonNull(any(1)));
      case "insertType" -> array.create(number(0), type(1));
      case "insertDoc" -> array.insert(number(0), List.of(document(1)));
      case "delete" -> array.delete(number(0), number(1));
      default -> throw unknown();
    }
  }

  private void make(YXmlFragment xml) {
    switch (name) {
      case "insertType" -> xml.create(number(0), type(1));
      case "delete" -> xml.delete(number(0), number(1));
      case "setAttribute" -> ((YXmlElement) xml).setAttribute(string(0), any(1));
      case "removeAttribute" -> ((YXmlElement) xml).removeAttribute(string(0));
      default -> throw unknown();
    }
  }

  private IllegalStateException unknown() {
    return new IllegalStateException("told of an unknown edit " + name);
  }

  private int number(int arg) {
    return Integer.parseInt(args.get(arg));
  }

  private String string(int arg) {
    return OracleRecord.text(args.get(arg));
  }

  private @Nullable Object any(int arg) {
    return AnyCodec.read(new Lib0Reader(OracleRecord.bytes(args.get(arg))));
  }

  @SuppressWarnings("unchecked") // yjs sends an object where one is asked for
  private Map<String, @Nullable Object> object(int arg) {
    return (Map<String, @Nullable Object>) Objects.requireNonNull(any(arg));
  }

  private YDoc document(int arg) {
    Map<String, @Nullable Object> options = object(arg);
    return new YDoc(
        DocOptions.DEFAULT
            .withGc(Boolean.TRUE.equals(options.get("gc")))
            .withNaming(
                new Naming(
                    String.valueOf(options.get("guid")),
                    null,
                    options.get("meta"),
                    Boolean.TRUE.equals(options.get("autoLoad")),
                    Boolean.TRUE.equals(options.get("shouldLoad")))));
  }

  private NewType<? extends YType> type(int arg) {
    return switch (args.get(arg)) {
      case "array" -> NewType.array();
      case "map" -> NewType.map();
      case "text" -> NewType.text();
      case "element" -> NewType.xmlElement("p");
      case "xmltext" -> NewType.xmlText();
      case "hook" -> NewType.xmlHook("h");
      default -> throw new IllegalStateException("told of an unknown type " + args.get(arg));
    };
  }
}
