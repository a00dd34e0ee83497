package dev.quire.crdt;

import org.jspecify.annotations.Nullable;

/**
 * By what others refer to a document, and what such references say; see {@link DocOptions}.
 *
 * @param guid its name; empty if nobody refers to it
 * @param collectionId whatever providers group documents by; null for that of the parent
 * @param meta what a reference to it carries along; null for nothing
 * @param autoLoad whether a subdocument is to be loaded wherever it turns up
 * @param shouldLoad whether a subdocument is to be loaded here
 */
public record Naming(
    String guid,
    @Nullable String collectionId,
    @Nullable Object meta,
    boolean autoLoad,
    boolean shouldLoad) {
  /** A document that nobody refers to. */
  public static final Naming NONE = new Naming("", null, null, false, true);

  /** This naming with another name. */
  public Naming withGuid(String name) {
    return new Naming(name, collectionId, meta, autoLoad, shouldLoad);
  }

  /** This naming with another group. */
  public Naming withCollectionId(@Nullable String group) {
    return new Naming(guid, group, meta, autoLoad, shouldLoad);
  }

  /** This naming with something else that references carry along. */
  public Naming withMeta(@Nullable Object carried) {
    return new Naming(guid, collectionId, carried, autoLoad, shouldLoad);
  }

  /** This naming with or without loading wherever the document turns up. */
  public Naming withAutoLoad(boolean load) {
    return new Naming(guid, collectionId, meta, load, shouldLoad);
  }

  /** This naming with or without loading here. */
  public Naming withShouldLoad(boolean load) {
    return new Naming(guid, collectionId, meta, autoLoad, load);
  }
}
