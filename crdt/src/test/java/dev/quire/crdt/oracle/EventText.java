package dev.quire.crdt.oracle;

import dev.quire.crdt.TransactionEvent;
import dev.quire.crdt.YDoc;
import dev.quire.crdt.YEvent;
import dev.quire.crdt.YMapEvent;
import dev.quire.crdt.YTextEvent;
import dev.quire.crdt.YType;
import dev.quire.crdt.YXmlEvent;
import dev.quire.crdt.event.DeltaOp;
import dev.quire.crdt.event.ItemChange;
import dev.quire.crdt.event.YTransaction;
import dev.quire.crdt.id.Id;
import dev.quire.crdt.id.Ranges;
import dev.quire.crdt.undo.UndoManager;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Events as one line each, in the words of {@code watch.mjs}. */
final class EventText {
  private final Map<YType, String> rootIds = new HashMap<>();

  EventText(YDoc doc) {
    rootIds.put(doc.getText("t"), "@t");
    rootIds.put(doc.getArray("a"), "@a");
    rootIds.put(doc.getMap("m"), "@m");
    rootIds.put(doc.getXmlFragment("x"), "@x");
  }

  String id(YType type) {
    Id id = type.id();
    return id == null
        ? Objects.requireNonNull(rootIds.get(type))
        : "@" + id.client() + ":" + id.clock();
  }

  static String label(@Nullable Object origin) {
    return origin instanceof UndoManager ? "manager" : String.valueOf(origin);
  }

  static String origin(YTransaction transaction) {
    return label(transaction.origin()) + " " + transaction.isLocal();
  }

  String changed(TransactionEvent event) {
    StringBuilder out = new StringBuilder(" changed");
    event
        .changed()
        .forEach(
            (type, keys) ->
                out.append(' ')
                    .append(id(type))
                    .append(':')
                    .append(
                        keys.stream()
                            .map(key -> key == null ? "-" : Outline.plain(key))
                            .collect(Collectors.joining(","))));
    return out.toString();
  }

  String within(TransactionEvent event) {
    StringBuilder out = new StringBuilder(" within");
    event
        .changedParentTypes()
        .forEach(
            (type, events) -> out.append(' ').append(id(type)).append('x').append(events.size()));
    return out.toString();
  }

  String within(Set<YType> types) {
    return " within" + types.stream().map(type -> " " + id(type)).collect(Collectors.joining());
  }

  static String deleted(YTransaction transaction) {
    StringBuilder out = new StringBuilder(" deleted");
    for (long client : transaction.deletes().clients()) {
      Ranges ranges = transaction.deletes().rangesOf(client);
      out.append(' ').append(client).append(':');
      for (int i = 0; ranges != null && i < ranges.size(); i++) {
        out.append(i == 0 ? "" : ",").append(ranges.start(i)).append('+');
        out.append(ranges.end(i) - ranges.start(i));
      }
    }
    return out.toString();
  }

  String describe(YEvent event, boolean reads) {
    String listChanged = "-";
    Collection<String> keysChanged = List.of();
    if (event instanceof YTextEvent text) {
      listChanged = String.valueOf(text.childListChanged());
      keysChanged = text.keysChanged();
    } else if (event instanceof YXmlEvent xml) {
      listChanged = String.valueOf(xml.childListChanged());
      keysChanged = xml.attributesChanged();
    } else if (event instanceof YMapEvent map) {
      keysChanged = map.keysChanged();
    }
    StringBuilder out = new StringBuilder();
    out.append(id(event.target())).append(" in ").append(id(event.currentTarget()));
    out.append(" at ").append(Outline.plain(event.path())).append(" list ").append(listChanged);
    out.append(" of ");
    out.append(keysChanged.stream().map(Outline::plain).collect(Collectors.joining(",")));
    if (reads) {
      out.append(" keys ");
      out.append(
          event.changes().keys().entrySet().stream()
              .map(
                  entry ->
                      Outline.plain(entry.getKey())
                          + entry.getValue().action().name().toLowerCase(Locale.ROOT)
                          + ":"
                          + value(entry.getValue().oldValue()))
              .collect(Collectors.joining(",")));
      out.append(" delta ");
      out.append(
          event.delta().stream()
              .map(op -> op(op, event instanceof YTextEvent))
              .collect(Collectors.joining(",")));
      out.append(" added ").append(items(event.changes().added()));
      out.append(" deleted ").append(items(event.changes().deleted()));
    }
    return out.toString();
  }

  private String value(@Nullable Object value) {
    return value instanceof YType type ? id(type) : Outline.plain(value);
  }

  private String op(DeltaOp op, boolean ofText) {
    if (op instanceof DeltaOp.Insert insert) {
      String content =
          !ofText && insert.content() instanceof List<?> values
              ? values.stream().map(this::value).collect(Collectors.joining(",", "[", "]"))
              : value(insert.content());
      return "+" + content + attributes(insert.attributes());
    }
    if (op instanceof DeltaOp.Retain retain) {
      return "=" + retain.length() + attributes(retain.attributes());
    }
    return "-" + ((DeltaOp.Delete) op).length();
  }

  private static String attributes(Map<String, ? extends @Nullable Object> attributes) {
    return attributes.isEmpty() ? "" : Outline.plain(attributes);
  }

  static String subdocs(String what, Set<YDoc> documents) {
    return documents.stream()
        .map(
            document ->
                " %s:%s:%s:%s:%s"
                    .formatted(
                        document.guid(),
                        document.options().naming().autoLoad(),
                        document.shouldLoad(),
                        document.options().gc(),
                        Outline.plain(document.options().naming().meta())))
        .collect(Collectors.joining("", what, ""));
  }

  private static String items(List<ItemChange> items) {
    return items.stream()
        .map(item -> item.client() + ":" + item.clock() + "+" + item.length())
        .collect(Collectors.joining(","));
  }
}
