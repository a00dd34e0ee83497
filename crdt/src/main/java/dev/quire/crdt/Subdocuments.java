package dev.quire.crdt;

import dev.quire.crdt.content.Content;
import dev.quire.crdt.content.ContentDoc;
import dev.quire.crdt.event.YTransaction;
import dev.quire.crdt.id.Subdocument;
import dev.quire.crdt.listen.Failures;
import dev.quire.crdt.store.SubdocumentChanges;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The subdocuments of one document as documents of their own. Each is made when somebody first
 * looks at it: a document that nobody looks into, as on a server, keeps no more than references.
 */
final class Subdocuments {
  /** Where a document stands within another. */
  record Place(Subdocuments subdocuments, ContentDoc content) {
    boolean isTaken() {
      return subdocuments.isPresent(content);
    }
  }

  /** What was asked for during a transaction, besides what its structs say. */
  private static final class Asked {
    private final Set<YDoc> added = new LinkedHashSet<>();
    private final Set<YDoc> removed = new LinkedHashSet<>();
    private final Set<YDoc> loaded = new LinkedHashSet<>();

    static Asked in(YTransaction transaction) {
      return (Asked) transaction.meta().computeIfAbsent(Subdocuments.class, unasked -> new Asked());
    }
  }

  private final YDoc parent;
  private final Map<ContentDoc, YDoc> documents = new HashMap<>();

  Subdocuments(YDoc parent) {
    this.parent = parent;
    parent.dispatcher().onSettled(this::settle);
  }

  private boolean isPresent(ContentDoc content) {
    return parent.presentSubdocuments().contains(content);
  }

  /** The document of a reference. */
  YDoc of(ContentDoc content) {
    YDoc known = documents.get(content);
    if (known != null) {
      return known;
    }
    return open(content, content.subdocument().autoLoad());
  }

  private YDoc open(ContentDoc content, boolean shouldLoad) {
    Subdocument reference = content.subdocument();
    YDoc document =
        new YDoc(
            DocOptions.DEFAULT
                .withGc(reference.gc())
                .withNaming(
                    new Naming(
                        reference.guid(),
                        null,
                        reference.meta(),
                        reference.autoLoad(),
                        shouldLoad)));
    document.adopt(parent);
    put(content, document);
    return document;
  }

  private void put(ContentDoc content, YDoc document) {
    documents.put(content, document);
    document.setPlace(new Place(this, content));
  }

  /**
   * A reference to a document that is about to be put in.
   *
   * @throws IllegalArgumentException if it is a subdocument already, or has no guid
   */
  ContentDoc enter(YDoc document) {
    Place place = document.place();
    if (place != null && place.isTaken()) {
      throw new IllegalArgumentException(
          "it is a subdocument already: make a second document with the same guid");
    }
    if (document.guid().isEmpty()) {
      throw new IllegalArgumentException("a subdocument needs a guid");
    }
    ContentDoc content = new ContentDoc(reference(document));
    put(content, document);
    return content;
  }

  /** Forgets what was about to be put in and never came. */
  void forget(List<? extends Content> contents) {
    for (Content content : contents) {
      YDoc document =
          content instanceof ContentDoc reference && !isPresent(reference)
              ? documents.remove(reference)
              : null;
      if (document != null) {
        document.setPlace(null);
      }
    }
  }

  /** What refers to a document. */
  static Subdocument reference(YDoc document) {
    Naming naming = document.options().naming();
    return new Subdocument(
        naming.guid(), document.options().gc(), naming.autoLoad(), naming.meta());
  }

  /** All that are there. */
  Set<YDoc> all() {
    Set<YDoc> all = new LinkedHashSet<>();
    List.copyOf(parent.presentSubdocuments()).forEach(content -> all.add(of(content)));
    return Collections.unmodifiableSet(all);
  }

  /** Those that somebody has looked at. */
  List<YDoc> opened() {
    return documents.entrySet().stream()
        .filter(entry -> isPresent(entry.getKey()))
        .map(Map.Entry::getValue)
        .toList();
  }

  /** Somebody wants a subdocument's content. */
  void load(YDoc document) {
    parent.transact(transaction -> Asked.in(transaction).loaded.add(document));
  }

  /** A subdocument is done with; where it stood, another one stands for the same reference. */
  void replace(YDoc document, ContentDoc content) {
    boolean present = isPresent(content);
    YDoc replacement = null;
    if (present) {
      replacement = open(content, false);
      // It is a new document, and comes after those that are here.
      parent.presentSubdocuments().remove(content);
      parent.presentSubdocuments().add(content);
    } else {
      documents.remove(content);
    }
    YDoc added = replacement;
    parent.transact(
        transaction -> {
          Asked asked = Asked.in(transaction);
          if (added != null) {
            asked.added.add(added);
          }
          asked.removed.add(document);
        });
  }

  /** Tells of what a transaction did to subdocuments, and ends those that are gone. */
  private void settle(TransactionEvent event) {
    Asked all = Asked.in(event.transaction());
    SubdocumentChanges changes = event.engine().subdocuments();
    if (changes != null) {
      addAll(changes, all);
    }
    if (all.added.isEmpty() && all.removed.isEmpty() && all.loaded.isEmpty()) {
      return;
    }
    all.added.forEach(document -> document.adopt(parent));
    SubdocsEvent told =
        new SubdocsEvent(
            Collections.unmodifiableSet(all.added),
            Collections.unmodifiableSet(all.removed),
            Collections.unmodifiableSet(all.loaded),
            event);
    Failures failures = new Failures();
    failures.collect(() -> parent.dispatcher().tell(told));
    for (YDoc gone : List.copyOf(all.removed)) {
      failures.collect(gone::destroy);
    }
    failures.rethrow();
  }

  private void addAll(SubdocumentChanges changes, Asked all) {
    for (ContentDoc content : changes.came()) {
      YDoc document = of(content);
      if (changes.added().contains(content)) {
        all.added.add(document);
      } else {
        documents.remove(content);
      }
      // As in yjs, also of what has gone again.
      if (document.shouldLoad()) {
        all.loaded.add(document);
      }
    }
    for (ContentDoc content : changes.removed()) {
      all.removed.add(of(content));
    }
  }

  static @Nullable YDoc parentOf(@Nullable Place place) {
    return place == null ? null : place.subdocuments().parent;
  }
}
