package dev.quire.crdt;

import dev.quire.crdt.content.ContentType;
import dev.quire.crdt.content.TypeKind;
import dev.quire.crdt.store.Author;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What kind of type to make inside another: {@code array.create(0, NewType.map())} makes an empty
 * map there and returns it. Where yjs lets a type be filled before it has a place, here it gets its
 * place first, and then what {@link #filledWith} says, in the same transaction.
 *
 * @param <T> the view that making it returns
 */
public final class NewType<T extends YType> {
  private final TypeKind kind;
  private final @Nullable String name;
  private final Class<T> view;
  private final Consumer<T> content;

  private NewType(TypeKind kind, @Nullable String name, Class<T> view) {
    this(kind, name, view, made -> {});
  }

  private NewType(TypeKind kind, @Nullable String name, Class<T> view, Consumer<T> content) {
    this.kind = kind;
    this.name = name;
    this.view = view;
    this.content = content;
  }

  /** The same kind of type, filled when it has its place. */
  public NewType<T> filledWith(Consumer<T> fill) {
    return new NewType<>(kind, name, view, content.andThen(fill));
  }

  /**
   * A type of the same kind, with a copy of all that it holds when the new type is made: what
   * {@code clone()} is in yjs.
   */
  public static NewType<? extends YType> copyOf(YType type) {
    return TypeCopy.of(type, YType.MAX_READ_DEPTH);
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

  /** Makes the type, lets somebody place it, and fills it, in one transaction. */
  T create(YDoc doc, BiConsumer<Author, ContentType> place) {
    ContentType made = new ContentType(kind, name);
    doc.edit(
        author -> {
          place.accept(author, made);
          content.accept(view.cast(YType.of(doc, made)));
        });
    return view.cast(YType.of(doc, made));
  }
}
