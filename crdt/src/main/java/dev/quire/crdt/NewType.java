package dev.quire.crdt;

import dev.quire.crdt.content.ContentType;
import dev.quire.crdt.content.TypeKind;
import org.jspecify.annotations.Nullable;

/**
 * What kind of type to make inside another: {@code array.create(0, NewType.map())} makes an empty
 * map there and returns it. Where yjs lets a type be filled before it has a place, here it gets its
 * place first.
 *
 * @param <T> the view that making it returns
 */
public final class NewType<T extends YType> {
  private final TypeKind kind;
  private final @Nullable String name;
  private final Class<T> view;

  private NewType(TypeKind kind, @Nullable String name, Class<T> view) {
    this.kind = kind;
    this.name = name;
    this.view = view;
  }

  /** An array. */
  public static NewType<YArray> array() {
    return new NewType<>(TypeKind.ARRAY, null, YArray.class);
  }

  /** A map. */
  public static NewType<YMap> map() {
    return new NewType<>(TypeKind.MAP, null, YMap.class);
  }

  /** A text. */
  public static NewType<YText> text() {
    return new NewType<>(TypeKind.TEXT, null, YText.class);
  }

  /** A list of XML nodes. */
  public static NewType<YXmlFragment> xmlFragment() {
    return new NewType<>(TypeKind.XML_FRAGMENT, null, YXmlFragment.class);
  }

  /** An XML element. */
  public static NewType<YXmlElement> xmlElement(String name) {
    return new NewType<>(TypeKind.XML_ELEMENT, name, YXmlElement.class);
  }

  /** An XML text. */
  public static NewType<YXmlText> xmlText() {
    return new NewType<>(TypeKind.XML_TEXT, null, YXmlText.class);
  }

  /** A place in XML for something else. */
  public static NewType<YXmlHook> xmlHook(String name) {
    return new NewType<>(TypeKind.XML_HOOK, name, YXmlHook.class);
  }

  ContentType content() {
    return new ContentType(kind, name);
  }

  T view(YDoc doc, ContentType content) {
    return view.cast(YType.of(doc, content));
  }
}
