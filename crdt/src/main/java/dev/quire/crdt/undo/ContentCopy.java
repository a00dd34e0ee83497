package dev.quire.crdt.undo;

import dev.quire.crdt.content.Content;
import dev.quire.crdt.content.ContentAny;
import dev.quire.crdt.content.ContentDoc;
import dev.quire.crdt.content.ContentJson;
import dev.quire.crdt.content.ContentString;
import dev.quire.crdt.content.ContentType;

/** Makes the content of an item once more, for another one. */
final class ContentCopy {
  private ContentCopy() {}

  /** The same content; of a type one of its kind without children, which come back one by one. */
  static Content of(Content content) {
    if (content instanceof ContentString string) {
      return new ContentString(string.text());
    }
    if (content instanceof ContentAny any) {
      return new ContentAny(any.values());
    }
    if (content instanceof ContentJson json) {
      return json.copy();
    }
    if (content instanceof ContentType type) {
      return new ContentType(type.kind(), type.name());
    }
    if (content instanceof ContentDoc subdocument) {
      return new ContentDoc(subdocument.subdocument());
    }
    return content;
  }
}
