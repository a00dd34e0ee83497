package dev.quire.crdt.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quire.crdt.DocOptions;
import dev.quire.crdt.DocumentEvents;
import dev.quire.crdt.YArray;
import dev.quire.crdt.YDoc;
import dev.quire.crdt.YEvent;
import dev.quire.crdt.YMap;
import dev.quire.crdt.YText;
import dev.quire.crdt.YType;
import dev.quire.crdt.YXmlFragment;
import dev.quire.crdt.event.DeltaOp;
import dev.quire.crdt.undo.StackEvent;
import dev.quire.crdt.undo.UndoManager;
import dev.quire.crdt.undo.UndoOptions;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/** A document of ours with the same listeners that {@code Replica} of {@code watch.mjs} has. */
final class WatchedReplica {
  private final YDoc doc;
  private final boolean reads;
  private final EventText text;
  private final Deque<String> told = new ArrayDeque<>();
  private final Set<YType> observed = new HashSet<>();
  private final List<UndoManager> managers = new ArrayList<>();
  private int reactions;

  WatchedReplica(long client, boolean cleanup, boolean reads) {
    this.doc = new YDoc(DocOptions.DEFAULT.withClientId(client).withFormattingCleanup(cleanup));
    this.reads = reads;
    this.text = new EventText(doc);
    listen();
  }

  YDoc doc() {
    return doc;
  }

  /** The next event must be this one. */
  void expect(String event) {
    assertThat(told.poll()).as("event").isEqualTo(event);
  }

  void expectNothingMore() {
    assertThat(told).as("further events").isEmpty();
  }

  private void listen() {
    DocumentEvents events = doc.events();
    events.onBeforeAllTransactions(begun -> told.add("beforeAll"));
    events.onBeforeTransaction(
        event -> told.add("before " + EventText.origin(event.transaction())));
    events.onBeforeObserverCalls(
        event ->
            told.add(
                "beforeObservers " + EventText.origin(event.transaction()) + text.changed(event)));
    events.onAfterTransaction(
        event -> told.add("after " + EventText.origin(event.transaction()) + text.within(event)));
    events.onAfterTransactionCleanup(
        event ->
            told.add(
                "cleaned "
                    + EventText.origin(event.transaction())
                    + EventText.deleted(event.transaction())));
    events.onUpdate(
        event ->
            told.add(
                "update "
                    + EventText.origin(event.transaction())
                    + " "
                    + Base64.getEncoder().encodeToString(event.update())));
    doc.onSubdocs(
        event ->
            told.add(
                "subdocs "
                    + EventText.origin(event.transaction().transaction())
                    + EventText.subdocs(" added", event.added())
                    + EventText.subdocs(" removed", event.removed())
                    + EventText.subdocs(" loaded", event.loaded())
                    + EventText.subdocs(" all", doc.subdocs())));
    events.onAfterAllTransactions(all -> told.add("afterAll " + all.size()));
  }

  void observe() {
    boolean first = observed.isEmpty();
    walk(doc.getText("t"));
    walk(doc.getArray("a"));
    walk(doc.getMap("m"));
    walk(doc.getXmlFragment("x"));
    if (first) {
      react();
    }
  }

  private void walk(YType type) {
    if (observed.add(type)) {
      observeSurface(type);
      if (type.id() == null || Objects.requireNonNull(type.id()).clock() % 3 == 0) {
        type.observeDeep(
            events ->
                told.add(
                    "deep "
                        + text.id(type)
                        + events.stream()
                            .map(event -> " | " + text.describe(event, reads))
                            .collect(Collectors.joining())));
      }
    }
    for (Object child : childrenOf(type)) {
      if (child instanceof YType inner) {
        walk(inner);
      }
    }
  }

  private void observeSurface(YType type) {
    if (type instanceof YText each) {
      each.observe(this::tellShallow);
    } else if (type instanceof YArray each) {
      each.observe(this::tellShallow);
    } else if (type instanceof YMap each) {
      each.observe(this::tellShallow);
    } else {
      ((YXmlFragment) type).observe(this::tellShallow);
    }
  }

  private void tellShallow(YEvent event) {
    told.add("shallow " + text.describe(event, reads));
  }

  private static Collection<?> childrenOf(YType type) {
    if (type instanceof YText each) {
      return each.toDelta().stream().map(op -> ((DeltaOp.Insert) op).content()).toList();
    }
    if (type instanceof YArray each) {
      return each.toList();
    }
    return type instanceof YMap each ? each.toMap().values() : ((YXmlFragment) type).children();
  }

  private void react() {
    doc.getMap("m")
        .observe(
            event -> {
              if (event.keysChanged().contains("k0")
                  && !"reaction".equals(event.transaction().origin())) {
                doc.transact(
                    "reaction", transaction -> doc.getArray("a").insert(0, List.of("reaction")));
              }
            });
    doc.getText("t")
        .observeDeep(
            events -> {
              YEvent event = events.get(0);
              if (event.transaction().isLocal()
                  && event.transaction().origin() == null
                  && reactions++ % 4 == 0) {
                doc.getText("t").insert(0, "!");
              }
            });
    doc.events()
        .onBeforeTransaction(
            event -> {
              if ("other".equals(event.transaction().origin())) {
                doc.getMap("m").set("begun", true);
              }
            });
  }

  /** An undo manager as a line {@code undo} describes it. */
  void manage(List<String> line, LongSupplier clock) {
    int number = managers.size();
    String scope = OracleRecord.text(line.get(2));
    Set<Object> origins = new HashSet<>();
    for (String origin : OracleRecord.text(line.get(4)).split(",", -1)) {
      origins.add(origin(origin));
    }
    boolean filters = Boolean.parseBoolean(line.get(6));
    UndoOptions options =
        new UndoOptions(clock)
            .withCaptureTimeout(Long.parseLong(line.get(3)))
            .withTrackedOrigins(origins)
            .withIgnoreRemoteMapChanges(Boolean.parseBoolean(line.get(5)))
            .withDeleteFilter(item -> !filters || item.clock() % 5 != 0);
    UndoManager manager =
        scope.equals("*")
            ? new UndoManager(doc, options)
            : new UndoManager(
                doc, Arrays.stream(scope.split(",", -1)).map(this::root).toList(), options);
    manager.onStackItemAdded(
        event -> {
          event.item().meta().put("n", reactions);
          tellStack(number, "added", event);
        });
    manager.onStackItemUpdated(event -> tellStack(number, "updated", event));
    manager.onStackItemPopped(event -> tellStack(number, "popped", event));
    manager.onStackCleared(
        event ->
            told.add(
                "stack%d cleared %s %s".formatted(number, event.undoStack(), event.redoStack())));
    managers.add(manager);
  }

  static @org.jspecify.annotations.Nullable Object origin(String origin) {
    return origin.equals("null") ? null : origin;
  }

  private YType root(String name) {
    return switch (name) {
      case "t" -> doc.getText("t");
      case "a" -> doc.getArray("a");
      case "m" -> doc.getMap("m");
      default -> doc.getXmlFragment("x");
    };
  }

  private void tellStack(int number, String what, StackEvent event) {
    UndoManager manager = managers.get(number);
    told.add(
        "stack%d %s %s %s meta %s undo %d redo %d%s"
            .formatted(
                number,
                what,
                event.kind().name().toLowerCase(Locale.ROOT),
                EventText.label(event.origin()),
                event.item().meta().get("n"),
                manager.undoStack().size(),
                manager.redoStack().size(),
                text.within(event.changedParentTypes().keySet())));
  }

  void call(int manager, String name) {
    switch (name) {
      case "undo" -> managers.get(manager).undo();
      case "redo" -> managers.get(manager).redo();
      case "stop" -> managers.get(manager).stopCapturing();
      default -> managers.get(manager).clear();
    }
  }
}
