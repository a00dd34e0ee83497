package dev.quire.crdt;

import dev.quire.crdt.content.Content;
import dev.quire.crdt.content.ContentAny;
import dev.quire.crdt.content.ContentBinary;
import dev.quire.crdt.content.ContentDoc;
import dev.quire.crdt.content.ContentType;
import dev.quire.crdt.event.ItemView;
import dev.quire.crdt.event.Subscription;
import dev.quire.crdt.id.Id;
import dev.quire.crdt.id.Subdocument;
import dev.quire.crdt.lib0.AnyCodec;
import dev.quire.crdt.store.Author;
import dev.quire.crdt.struct.Branch;
import dev.quire.crdt.struct.Item;
import dev.quire.crdt.struct.Place;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A shared type: a view of one part of a document. Views hold nothing; two views of the same part
 * are equal.
 */
public abstract sealed class YType permits YArray, YMap, YText, YXmlFragment {
  /** Types nested deeper than this are stored and synchronised, but not read as one value. */
  public static final int MAX_READ_DEPTH = 500;

  private final YDoc doc;
  private final Branch branch;

  YType(YDoc doc, Branch branch) {
    this.doc = doc;
    this.branch = branch;
  }

  /** The document that it is part of. */
  public final YDoc doc() {
    return doc;
  }

  final Branch branch() {
    return branch;
  }

  /** Whether it is a view of this branch. */
  final boolean isOf(Branch other) {
    return branch == other;
  }

  /**
   * Whether an item lies in this type, or in one that lies in it: {@code Y.isParentOf}.
   *
   * @param item an item of the same document
   */
  public final boolean contains(ItemView item) {
    for (Item each = (Item) item; each != null; each = each.branch().item()) {
      if (branch == each.branch()) {
        return true;
      }
    }
    return false;
  }

  /** The type that it lies in; null at the top, or if nobody asked for the type at the top. */
  public final @Nullable YType parent() {
    Item item = branch.item();
    return item == null ? null : doc.view(item.branch());
  }

  /**
   * Calls somebody after each transaction that changes this type or anything in it, with all events
   * of the transaction within, those of the outermost types first.
   *
   * @return ends it when closed; ends by itself when the type is deleted
   */
  public final Subscription observeDeep(Consumer<? super List<YEvent>> listener) {
    requireFirstView();
    return doc.dispatcher().observeDeep(branch, listener);
  }

  final Subscription observeAny(Consumer<? super YEvent> listener) {
    requireFirstView();
    return doc.dispatcher().observe(branch, listener);
  }

  /** Events are of one kind, and so has a type to be that is observed. */
  private void requireFirstView() {
    YType first = doc.view(branch);
    if (first != null && first.getClass() != getClass()) {
      throw new IllegalStateException(
          "%s was asked for as a %s first"
              .formatted(branch.rootName(), first.getClass().getSimpleName()));
    }
  }

  /** The id under which it lies in another type; null at the top. */
  public final @Nullable Id id() {
    Item item = branch.item();
    return item == null ? null : new Id(item.client(), item.clock());
  }

  /** Whether it has been deleted; it reads as empty then. */
  public final boolean isDeleted() {
    return branch.isDeleted();
  }

  /** What it holds, as plain values: maps, lists, strings, numbers, booleans, null. */
  public final @Nullable Object toJson() {
    return toJson(MAX_READ_DEPTH);
  }

  abstract @Nullable Object toJson(int depth);

  static int deeper(int depth) {
    if (depth == 0) {
      throw new IllegalStateException("types nested deeper than " + MAX_READ_DEPTH);
    }
    return depth - 1;
  }

  /** The view of a type that an item holds. */
  static YType of(YDoc doc, ContentType content) {
    Branch branch = content.branch();
    return switch (content.kind()) {
      case ARRAY -> new YArray(doc, branch);
      case MAP -> new YMap(doc, branch);
      case TEXT -> new YText(doc, branch);
      case XML_ELEMENT -> new YXmlElement(doc, branch, String.valueOf(content.name()));
      case XML_FRAGMENT -> new YXmlFragment(doc, branch);
      case XML_HOOK -> new YXmlHook(doc, branch, String.valueOf(content.name()));
      case XML_TEXT -> new YXmlText(doc, branch);
    };
  }

  /** What a reader gets of content: a type's view for a type, plain values otherwise. */
  final List<@Nullable Object> valuesOf(Content content) {
    if (content instanceof ContentType type) {
      return List.of(of(doc, type));
    }
    if (content instanceof ContentDoc subdocument) {
      return List.of(doc.subdocuments().of(subdocument));
    }
    return content.values();
  }

  /** All visible values of the list. */
  final List<@Nullable Object> listValues() {
    List<@Nullable Object> values = new ArrayList<>();
    for (Item item = branch.start(); item != null; item = item.right()) {
      if (item.isVisible()) {
        values.addAll(valuesOf(item.content()));
      }
    }
    return values;
  }

  /** The value at an index of the list. */
  final @Nullable Object listValue(long index) {
    Place place = branch.find(index, null);
    return valuesOf(place.item().content()).get((int) place.offset());
  }

  /** The value of a key, or null if it has none. */
  final @Nullable Object mapValue(String key) {
    Item item = branch.get(key);
    return item == null ? null : lastValue(item);
  }

  final boolean hasMapValue(String key) {
    Item item = branch.get(key);
    return item != null && !item.isDeleted();
  }

  private @Nullable Object lastValue(Item item) {
    List<@Nullable Object> values = valuesOf(item.content());
    return item.isDeleted() || values.isEmpty() ? null : values.get(values.size() - 1);
  }

  /** The values of all keys that have one. */
  final Map<String, @Nullable Object> mapValues() {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    for (String key : branch.keys()) {
      if (hasMapValue(key)) {
        values.put(key, mapValue(key));
      }
    }
    return values;
  }

  static @Nullable Object json(@Nullable Object value, int depth) {
    return value instanceof YType type ? type.toJson(deeper(depth)) : value;
  }

  /**
   * Makes a plain value, or a subdocument, the value of a key.
   *
   * @throws IllegalArgumentException if the format has no form for it
   */
  final void putMapValue(String key, @Nullable Object value) {
    Content content = contentOf(value);
    putting(List.of(content), author -> author.put(branch, key, content));
  }

  /** Puts contents in; a subdocument among them that doesn't get there leaves nothing behind. */
  final void putting(List<Content> contents, Consumer<Author> edit) {
    try {
      doc.edit(edit);
    } catch (RuntimeException failure) {
      forget(contents);
      throw failure;
    }
  }

  final void forget(List<Content> contents) {
    if (contents.stream().anyMatch(ContentDoc.class::isInstance)) {
      doc.subdocuments().forget(contents);
    }
  }

  final <T extends YType> T createMapValue(String key, NewType<T> type) {
    return type.create(doc, (author, made) -> author.put(branch, key, made));
  }

  /** The next node to the left or right of this one that isn't deleted. */
  final @Nullable YType sibling(UnaryOperator<@Nullable Item> step) {
    Item item = branch.item();
    Item sibling = item == null ? null : step.apply(item);
    while (sibling != null && sibling.isDeleted()) {
      sibling = step.apply(sibling);
    }
    Branch type = sibling == null ? null : sibling.type();
    return type == null ? null : doc.view(type);
  }

  final void removeMapValue(String key) {
    doc.edit(
        author -> {
          Item item = branch.get(key);
          if (item != null) {
            author.delete(item);
          }
        });
  }

  /**
   * The content that holds one plain value, copied.
   *
   * @throws IllegalArgumentException if the format has no form for it
   */
  final Content contentOf(@Nullable Object value) {
    if (value instanceof byte[] bytes) {
      return new ContentBinary(bytes.clone());
    }
    if (value instanceof YDoc subdocument) {
      return doc.subdocuments().enter(subdocument);
    }
    if (value instanceof Subdocument reference) {
      return new ContentDoc(reference);
    }
    return ContentAny.of(AnyCodec.copyOf(value));
  }

  /** Whether a value is one of those of which content holds a list. */
  static boolean isPlain(@Nullable Object value) {
    return !(value instanceof byte[] || value instanceof Subdocument || value instanceof YDoc);
  }

  @Override
  public final boolean equals(@Nullable Object other) {
    return other instanceof YType that && branch == that.branch;
  }

  @Override
  public final int hashCode() {
    return System.identityHashCode(branch);
  }
}
