package dev.quire.crdt;

import dev.quire.crdt.content.Content;
import dev.quire.crdt.content.ContentEmbed;
import dev.quire.crdt.content.ContentString;
import dev.quire.crdt.edit.TextEdits;
import dev.quire.crdt.edit.TextReader;
import dev.quire.crdt.event.DeltaOp;
import dev.quire.crdt.event.Subscription;
import dev.quire.crdt.lib0.Json;
import dev.quire.crdt.struct.Branch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A shared text with formatting and embedded objects. Indices and lengths are UTF-16 units. */
public sealed class YText extends YType permits YXmlText {
  YText(YDoc doc, Branch branch) {
    super(doc, branch);
  }

  /**
   * Calls somebody after each transaction that changes this text, its formatting or its attributes.
   *
   * @return ends it when closed; ends by itself when the type is deleted
   */
  public final Subscription observe(Consumer<? super YTextEvent> listener) {
    return observeAny(event -> listener.accept((YTextEvent) event));
  }

  /** How many units it has; an embedded object counts as one. */
  public final long length() {
    return branch().length();
  }

  /**
   * Puts text in, formatted like what is before it.
   *
   * @throws IndexOutOfBoundsException if the index is below 0 or above the length
   */
  public final void insert(long index, String text) {
    if (!text.isEmpty()) {
      at(index, edits -> edits.insert(new ContentString(text), edits.attributes()));
    }
  }

  /** Puts text in with formatting of its own. */
  public final void insert(
      long index, String text, Map<String, ? extends @Nullable Object> attributes) {
    if (!text.isEmpty()) {
      at(index, edits -> edits.insert(new ContentString(text), attributes));
    }
  }

  /**
   * Puts an object in.
   *
   * @param embed a value that JSON can hold
   */
  public final void insertEmbed(
      long index, Object embed, Map<String, ? extends @Nullable Object> attributes) {
    Content content = new ContentEmbed(Json.print(embed));
    at(index, edits -> edits.insert(content, attributes));
  }

  /**
   * Deletes units.
   *
   * @throws IndexOutOfBoundsException if there are fewer
   */
  public final void delete(long index, long length) {
    checkRange(index, length);
    if (length > 0) {
      at(index, edits -> edits.delete(length));
    }
  }

  /**
   * Formats units.
   *
   * @param attributes what changes; null ends an attribute
   */
  public final void format(
      long index, long length, Map<String, ? extends @Nullable Object> attributes) {
    checkRange(index, length);
    if (length > 0) {
      at(index, edits -> edits.format(length, attributes));
    }
  }

  private void checkRange(long index, long length) {
    if (index < 0 || length < 0 || index > length() - length) {
      throw new IndexOutOfBoundsException(index + " + " + length + " of " + length());
    }
  }

  private void at(long index, Consumer<TextEdits> edit) {
    checkRange(index, 0);
    doc()
        .edit(
            author -> {
              TextEdits edits = new TextEdits(author, branch());
              edits.retain(index);
              edit.accept(edits);
            });
  }

  /** Puts an object in without formatting. */
  public final void insertEmbed(long index, Object embed) {
    insertEmbed(index, embed, Map.of());
  }

  /** Makes a new type within the text, and returns it. */
  public final <T extends YType> T createEmbed(
      long index, NewType<T> type, Map<String, ? extends @Nullable Object> attributes) {
    checkRange(index, 0);
    return type.create(
        doc(),
        (author, made) -> {
          TextEdits edits = new TextEdits(author, branch());
          edits.retain(index);
          edits.insert(made, attributes);
        });
  }

  /** Applies a delta, from the beginning on. */
  public final void applyDelta(List<DeltaOp> delta) {
    applyDelta(delta, true);
  }

  /**
   * Applies a delta, from the beginning on.
   *
   * @param sanitize false to leave out the line break that ends the delta, if it ends the text:
   *     Quill has one that yjs has not
   */
  public final void applyDelta(List<DeltaOp> delta, boolean sanitize) {
    doc()
        .edit(
            author -> {
              TextEdits edits = new TextEdits(author, branch());
              for (int i = 0; i < delta.size(); i++) {
                boolean endsText = !sanitize && i == delta.size() - 1 && edits.isAtEnd();
                apply(delta.get(i), edits, endsText);
              }
            });
  }

  private static void apply(DeltaOp op, TextEdits edits, boolean endsText) {
    if (op instanceof DeltaOp.Insert insert) {
      if (insert.content() instanceof String text) {
        String kept = endsText && text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
        if (!kept.isEmpty()) {
          edits.insert(new ContentString(kept), insert.attributes());
        }
      } else {
        edits.insert(new ContentEmbed(Json.print(insert.content())), insert.attributes());
      }
    } else if (op instanceof DeltaOp.Retain retain) {
      edits.format(retain.length(), retain.attributes());
    } else if (op instanceof DeltaOp.Delete delete) {
      edits.delete(delete.length());
    }
  }

  /** The text as inserts: a run of equally formatted text each, an object each. */
  public final List<DeltaOp> toDelta() {
    List<DeltaOp> delta = new ArrayList<>();
    TextReader.read(
        branch(),
        (content, attributes) -> {
          Object value = content instanceof String ? content : valuesOf((Content) content).get(0);
          delta.add(new DeltaOp.Insert(value == null ? Map.of() : value, attributes));
        });
    return delta;
  }

  /**
   * The text as it was at a snapshot.
   *
   * @throws SnapshotException if what the snapshot shows has been collected
   */
  public final List<DeltaOp> toDelta(Snapshot snapshot) {
    return toDelta(snapshot, null, ChangeMark.KIND_ONLY);
  }

  /**
   * The text of two moments at once: what only the earlier one shows has a mark as removed, what
   * only the later one shows has one as added, in the attribute {@code ychange}.
   *
   * @param snapshot the later moment; null for now
   * @param previous the earlier moment; null to mark nothing
   * @throws SnapshotException if what a snapshot shows has been collected
   */
  public final List<DeltaOp> toDelta(
      @Nullable Snapshot snapshot, @Nullable Snapshot previous, ChangeMark marks) {
    return new TextHistory(this, snapshot, previous, marks).delta();
  }

  /** The value of an attribute of the whole text, or null. */
  public final @Nullable Object getAttribute(String name) {
    return mapValue(name);
  }

  /** The attributes of the whole text. */
  public final Map<String, @Nullable Object> getAttributes() {
    return mapValues();
  }

  /** Sets an attribute of the whole text. */
  public final void setAttribute(String name, @Nullable Object value) {
    putMapValue(name, value);
  }

  /** Takes an attribute of the whole text away. */
  public final void removeAttribute(String name) {
    removeMapValue(name);
  }

  @Override
  Object toJson(int depth) {
    return toString();
  }

  /** The plain text, without formatting and objects. */
  @Override
  public String toString() {
    return TextReader.plain(branch());
  }
}
