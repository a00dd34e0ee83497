package dev.quire.crdt;

import dev.quire.crdt.event.DeltaOp;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes what a type holds into a new one of its kind. */
final class TypeCopy {
  private TypeCopy() {}

  /**
   * A new type that will hold the same.
   *
   * @param depth how many levels may follow
   */
  static NewType<? extends YType> of(YType type, int depth) {
    int within = YType.deeper(depth);
    if (type instanceof YArray array) {
      return NewType.array().filledWith(made -> copy(array.toList(), made, within));
    }
    if (type instanceof YXmlHook hook) {
      return NewType.xmlHook(hook.hookName()).filledWith(made -> copy(hook, made, within));
    }
    if (type instanceof YMap map) {
      return NewType.map().filledWith(made -> copy(map, made, within));
    }
    if (type instanceof YXmlText text) {
      return NewType.xmlText().filledWith(made -> copy(text, made, within));
    }
    if (type instanceof YText text) {
      return NewType.text().filledWith(made -> copy(text, made, within));
    }
    if (type instanceof YXmlElement element) {
      return NewType.xmlElement(element.nodeName())
          .filledWith(
              made -> {
                element
                    .getAttributes()
                    .forEach((name, value) -> copyValue(name, value, made, within));
                copyChildren(element, made, within);
              });
    }
    YXmlFragment fragment = (YXmlFragment) type;
    return NewType.xmlFragment().filledWith(made -> copyChildren(fragment, made, within));
  }

  private static void copy(List<@Nullable Object> values, YArray made, int depth) {
    List<@Nullable Object> plain = new ArrayList<>();
    for (Object value : values) {
      if (value instanceof YType type) {
        made.push(plain);
        plain.clear();
        made.create(made.length(), of(type, depth));
      } else {
        plain.add(plain(value));
      }
    }
    made.push(plain);
  }

  /** Of a subdocument, the reference: a copy refers to the same document. */
  private static @Nullable Object plain(@Nullable Object value) {
    return value instanceof YDoc subdocument ? Subdocuments.reference(subdocument) : value;
  }

  private static void copy(YMap map, YMap made, int depth) {
    map.forEach((key, value) -> copyValue(key, value, made, depth));
  }

  private static void copyValue(String key, @Nullable Object value, YType made, int depth) {
    if (value instanceof YType type) {
      made.createMapValue(key, of(type, depth));
    } else {
      made.putMapValue(key, plain(value));
    }
  }

  private static void copy(YText text, YText made, int depth) {
    for (DeltaOp op : text.toDelta()) {
      if (op instanceof DeltaOp.Insert insert) {
        Map<String, ? extends @Nullable Object> attributes = insert.attributes();
        if (insert.content() instanceof YType type) {
          made.createEmbed(made.length(), of(type, depth), attributes);
        } else if (insert.content() instanceof String string) {
          made.insert(made.length(), string, attributes);
        } else {
          made.insertEmbed(made.length(), insert.content(), attributes);
        }
      }
    }
    text.getAttributes().forEach((name, value) -> copyValue(name, value, made, depth));
  }

  private static void copyChildren(YXmlFragment from, YXmlFragment made, int depth) {
    from.children().forEach(child -> made.append(of(child, depth)));
  }
}
