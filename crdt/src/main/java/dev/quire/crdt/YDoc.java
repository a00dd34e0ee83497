package dev.quire.crdt;

import dev.quire.crdt.content.Content;
import dev.quire.crdt.content.ContentDoc;
import dev.quire.crdt.content.ContentType;
import dev.quire.crdt.event.ItemView;
import dev.quire.crdt.event.Subscription;
import dev.quire.crdt.event.YTransaction;
import dev.quire.crdt.fault.MalformedUpdateException;
import dev.quire.crdt.fault.WorkLimitException;
import dev.quire.crdt.id.Id;
import dev.quire.crdt.id.IdSet;
import dev.quire.crdt.id.RedoneLinks;
import dev.quire.crdt.id.StateVector;
import dev.quire.crdt.listen.Failures;
import dev.quire.crdt.store.Author;
import dev.quire.crdt.store.DocumentStore;
import dev.quire.crdt.store.Redone;
import dev.quire.crdt.store.StructStore;
import dev.quire.crdt.struct.Branch;
import dev.quire.crdt.struct.Item;
import dev.quire.crdt.struct.Struct;
import dev.quire.crdt.v2.UpdatesV2;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A Yjs document.
 *
 * <p>With gc on and formatting cleanup off, a document is a pure function of the set of its
 * updates: whatever their order, batching and repetition, it holds the same and encodes to the same
 * bytes. These are the bytes of a yjs 13.6 document that was loaded from its own state, with
 * formatting cleanup off; a yjs document that lived through single updates may keep collected
 * structs in more pieces.
 *
 * <p>No result depends on chance; a document that is edited locally needs a client id that nobody
 * else uses at the time.
 *
 * <p>Not thread-safe: a document and its types belong to one thread at a time.
 */
public final class YDoc {
  private final DocOptions options;
  private final DocumentStore store;
  private final Map<String, YType> rootViews = new HashMap<>();
  private @Nullable Dispatcher dispatcher;
  private @Nullable Long clientId;
  private @Nullable String collectionId;
  private @Nullable Subdocuments subdocuments;
  private Subdocuments.@Nullable Place place;
  private boolean shouldLoad;
  private boolean destroyed;

  /** An empty document that takes updates. */
  public YDoc() {
    this(DocOptions.DEFAULT);
  }

  /** An empty document. */
  public YDoc(DocOptions options) {
    this.options = options;
    this.store =
        new DocumentStore(options.gc() ? options.gcFilter() : item -> false, options.maxSteps());
    this.clientId = options.clientId();
    this.collectionId = options.naming().collectionId();
    this.shouldLoad = options.naming().shouldLoad();
    if (options.formattingCleanup()) {
      dispatcher();
    }
  }

  /** How this document behaves. */
  public DocOptions options() {
    return options;
  }

  /**
   * Applies an update of format v1. Parts that depend on updates still to come wait for them.
   *
   * @throws MalformedUpdateException if it isn't one; nothing has changed then
   */
  public void applyUpdate(byte[] update) {
    applyUpdate(update, null);
  }

  /**
   * Applies an update of format v1.
   *
   * @param origin what to recognise the change by
   * @throws MalformedUpdateException if it isn't one; nothing has changed then
   * @throws WorkLimitException if it takes more than {@link DocOptions#maxSteps()}
   */
  public void applyUpdate(byte[] update, @Nullable Object origin) {
    store.applyUpdate(update, origin);
  }

  /**
   * Applies an update of format v2.
   *
   * @throws MalformedUpdateException if it isn't one, or expands to more than {@link
   *     UpdatesV2#expansionLimit} allows; nothing has changed then
   */
  public void applyUpdateV2(byte[] update) {
    applyUpdateV2(update, null);
  }

  /**
   * Applies an update of format v2.
   *
   * @param origin what to recognise the change by
   * @throws MalformedUpdateException if it isn't one, or expands to more than {@link
   *     UpdatesV2#expansionLimit} allows; nothing has changed then
   */
  public void applyUpdateV2(byte[] update, @Nullable Object origin) {
    applyUpdate(UpdatesV2.toV1(update), origin);
  }

  /**
   * Applies an update of format v2 with a limit of the caller's.
   *
   * @param origin what to recognise the change by
   * @param maxSize how many bytes its structs may take in format v1
   * @throws MalformedUpdateException if it isn't one, or expands to more; nothing has changed then
   */
  public void applyUpdateV2(byte[] update, @Nullable Object origin, long maxSize) {
    applyUpdate(UpdatesV2.toV1(update, maxSize), origin);
  }

  /** The whole document as one update of format v1, pending parts included. */
  public byte[] encodeStateAsUpdate() {
    return store.encode(StateVector.EMPTY);
  }

  /**
   * What somebody lacks who has {@code known}, as one update of format v1, pending parts included.
   * The delete set is always whole: a state vector doesn't say which deletions are known.
   */
  public byte[] encodeStateAsUpdate(StateVector known) {
    return store.encode(known);
  }

  /** The whole document as one update of format v2, pending parts included. */
  public byte[] encodeStateAsUpdateV2() {
    return encodeStateAsUpdateV2(StateVector.EMPTY);
  }

  /** What somebody lacks who has {@code known}, as one update of format v2. */
  public byte[] encodeStateAsUpdateV2(StateVector known) {
    return UpdatesV2.ofState(encodeStateAsUpdate(known));
  }

  /** What is integrated; pending structs don't count. */
  public StateVector stateVector() {
    return store.structs().stateVector();
  }

  /** The present moment; see {@link Snapshot}. */
  public Snapshot snapshot() {
    return new Snapshot(stateVector(), store.structs().deleted());
  }

  /**
   * A new document that holds what this one held at a snapshot; it takes updates, and collects what
   * is deleted.
   *
   * @throws SnapshotException if this document collects what is deleted, or the snapshot shows what
   *     was never in it
   */
  public YDoc documentAt(Snapshot snapshot) {
    return documentAt(snapshot, DocOptions.DEFAULT);
  }

  /**
   * A new document that holds what this one held at a snapshot.
   *
   * @param ofNew how it behaves
   * @throws SnapshotException if this document collects what is deleted, or the snapshot shows what
   *     was never in it
   */
  public YDoc documentAt(Snapshot snapshot, DocOptions ofNew) {
    if (options.gc()) {
      throw SnapshotException.collected();
    }
    StateVector now = stateVector();
    snapshot
        .states()
        .toMap()
        .forEach(
            (client, clock) -> {
              if (clock > now.get(client)) {
                throw new SnapshotException("the snapshot shows what isn't in this document");
              }
            });
    YDoc past = new YDoc(ofNew);
    past.applyUpdate(PastDocument.update(encodeStateAsUpdate(), snapshot), "snapshot");
    return past;
  }

  /** The ids of all structs, integrated or pending; the caller's own. */
  public IdSet knownStructs() {
    return store.knownStructs();
  }

  /** The ids of all that is deleted, or will be when it comes; the caller's own. */
  public IdSet deleteSet() {
    return store.knownDeletes();
  }

  /** What is known, for deciding whether an update holds anything new; the caller's own. */
  public KnownContents knownContents() {
    return new KnownContents(knownStructs(), deleteSet());
  }

  /** Whether parts of updates wait for others still to come. */
  public boolean hasPending() {
    return store.hasPending();
  }

  /** Runs edits as one transaction, or as part of the one under way. */
  public void transact(Consumer<? super YTransaction> edits) {
    transact(null, edits);
  }

  /**
   * Runs edits as one transaction, or as part of the one under way. If the edits throw, what they
   * did until then stays done.
   *
   * @param origin what to recognise the change by
   */
  public void transact(@Nullable Object origin, Consumer<? super YTransaction> edits) {
    store.transact(origin, true, edits::accept);
  }

  /**
   * The id for what is written here.
   *
   * @throws IllegalStateException if this document only takes updates
   */
  public long clientId() {
    Long client = clientId;
    if (client == null) {
      throw new IllegalStateException("a document without a client id can't be edited");
    }
    return client;
  }

  /** Runs edits in the name of this document's client. */
  void edit(Consumer<Author> edits) {
    long client = clientId();
    store.edit(transaction -> edits.accept(new Author(transaction, client)));
  }

  /**
   * The text at the top with this name. Any name can be looked at as any type; events are those of
   * the type as which it was looked at first.
   */
  public YText getText(String name) {
    return root(name, new YText(this, root(name)));
  }

  /** The array at the top with this name. */
  public YArray getArray(String name) {
    return root(name, new YArray(this, root(name)));
  }

  /** The map at the top with this name. */
  public YMap getMap(String name) {
    return root(name, new YMap(this, root(name)));
  }

  /** The list of XML nodes at the top with this name. */
  public YXmlFragment getXmlFragment(String name) {
    return root(name, new YXmlFragment(this, root(name)));
  }

  /** The XML element at the top with this name: it has attributes, and no name of its own. */
  public YXmlElement getXmlElement(String name) {
    return root(name, new YXmlElement(this, root(name), "UNDEFINED"));
  }

  private <T extends YType> T root(String name, T view) {
    rootViews.putIfAbsent(name, view);
    return view;
  }

  private Branch root(String name) {
    return store.structs().root(name);
  }

  /** The branch at the top with this name, or null if nobody spoke of it. */
  @Nullable Branch knownRoot(String name) {
    return store.structs().roots().get(name);
  }

  /** The struct that holds an id, or null if it isn't here. */
  @Nullable Struct struct(Id id) {
    StructStore structs = store.structs();
    return id.clock() < structs.state(id.client()) ? structs.find(id.client(), id.clock()) : null;
  }

  /** The view of a branch; null for one at the top that nobody has asked for, or that is gone. */
  @Nullable YType view(Branch branch) {
    Item item = branch.item();
    if (item == null) {
      return rootViews.get(branch.rootName());
    }
    return item.content() instanceof ContentType type ? YType.of(this, type) : null;
  }

  /**
   * The elements of an item as readers get them: types as their views, subdocuments as documents;
   * of a deleted item, subdocuments as references.
   */
  public List<? extends @Nullable Object> values(ItemView item) {
    Content content = ((Item) item).content();
    if (content instanceof ContentType type) {
      return List.of(YType.of(this, type));
    }
    return content instanceof ContentDoc subdocument && !item.isDeleted()
        ? List.of(subdocuments().of(subdocument))
        : content.values();
  }

  /** Calls somebody with the update of every transaction that changes anything. */
  public Subscription onUpdate(Consumer<? super UpdateEvent> listener) {
    return events().onUpdate(listener);
  }

  /** Where the undo managers of this document have brought deleted content back. */
  public RedoneLinks redoneLinks() {
    return deleted -> {
      Redone redone = store.structs().redone();
      return redone == null ? null : redone.redone(deleted);
    };
  }

  /** What the types at the top hold that were asked for, by name; as {@link YType#toJson}. */
  public Map<String, @Nullable Object> toJson() {
    Map<String, @Nullable Object> json = new TreeMap<>();
    rootViews.forEach((name, type) -> json.put(name, type.toJson()));
    return json;
  }

  /** Calls somebody with the update in format v2 of every transaction that changes anything. */
  public Subscription onUpdateV2(Consumer<? super UpdateEvent> listener) {
    return events().onUpdateV2(listener);
  }

  /** Where to listen to the stages of transactions and to the end of the document. */
  public DocumentEvents events() {
    return dispatcher().events();
  }

  Dispatcher dispatcher() {
    if (dispatcher == null) {
      dispatcher = new Dispatcher(this, store);
      store.observe(dispatcher);
    }
    return dispatcher;
  }

  /** Its name, by which other documents refer to it; empty if it has none. */
  public String guid() {
    return options.naming().guid();
  }

  /** Whatever providers group documents by; null for no group. */
  public @Nullable String collectionId() {
    return collectionId;
  }

  /** The document that this one is a subdocument of; null if it is none. */
  public @Nullable YDoc parent() {
    return Subdocuments.parentOf(place);
  }

  /** Whether somebody wants this subdocument's content. */
  public boolean shouldLoad() {
    return shouldLoad;
  }

  /** Says that this subdocument's content is wanted: listeners of its parent are told. */
  public void load() {
    if (place != null && !shouldLoad) {
      place.subdocuments().load(this);
    }
    shouldLoad = true;
  }

  /** The subdocuments that are here, in the order in which they came. */
  public Set<YDoc> subdocs() {
    return store.structs().subdocuments().isEmpty() ? Set.of() : subdocuments().all();
  }

  /** The names of the subdocuments that are here. */
  public Set<String> subdocGuids() {
    Set<String> guids = new LinkedHashSet<>();
    store.structs().subdocuments().forEach(content -> guids.add(content.subdocument().guid()));
    return guids;
  }

  /** Calls somebody with subdocuments that come, go, or shall be loaded. */
  public Subscription onSubdocs(Consumer<? super SubdocsEvent> listener) {
    subdocuments();
    return dispatcher().onSubdocs(listener);
  }

  Subdocuments subdocuments() {
    if (subdocuments == null) {
      subdocuments = new Subdocuments(this);
    }
    return subdocuments;
  }

  Set<ContentDoc> presentSubdocuments() {
    return store.structs().subdocuments();
  }

  Subdocuments.@Nullable Place place() {
    return place;
  }

  void setPlace(Subdocuments.@Nullable Place newPlace) {
    place = newPlace;
  }

  /** A subdocument writes in the name of its parent's client. */
  void adopt(YDoc parent) {
    clientId = parent.clientId;
    if (collectionId == null) {
      collectionId = parent.collectionId;
    }
  }

  /** Whether {@link #destroy} was called. */
  public boolean isDestroyed() {
    return destroyed;
  }

  /**
   * Ends this document, although listeners throw, and its subdocuments that somebody has looked at:
   * tells listeners that it is done with, then lets go of all of them. Where it was a subdocument,
   * another one takes its place, which nobody has loaded.
   */
  public void destroy() {
    destroyed = true;
    Failures failures = new Failures();
    if (subdocuments != null) {
      subdocuments.opened().forEach(opened -> failures.collect(opened::destroy));
    }
    Subdocuments.Place left = place;
    if (left != null) {
      place = null;
      failures.collect(() -> left.subdocuments().replace(this, left.content()));
    }
    if (dispatcher != null) {
      failures.collect(dispatcher::destroy);
    }
    failures.rethrow();
  }

  /**
   * Collects deleted content now, whatever the options say: of these ids what is deleted, and what
   * nobody keeps.
   *
   * @param filter which of the deleted items may be collected
   * @throws IllegalStateException within a transaction
   */
  public void tryGc(IdSet ids, Predicate<? super ItemView> filter) {
    store.collect(ids, filter);
  }

  /** The names of all types at the top that were spoken of, here or in updates. */
  public Set<String> rootNames() {
    return store.structs().roots().keySet();
  }

  /**
   * Verifies every internal invariant; linear in the size of the document.
   *
   * <p>Where assertions are enabled ({@code -ea}, as tests are run) this happens by itself at the
   * end of transactions: of every one as long as the document is small, of a large one as often as
   * keeps the cost of each constant on average.
   *
   * @throws IllegalStateException if one doesn't hold, which is a fault of this library
   */
  public void check() {
    store.check();
  }
}
