package dev.quire.crdt;

import dev.quire.crdt.content.ContentType;
import dev.quire.crdt.fault.MalformedUpdateException;
import dev.quire.crdt.fault.MalformedUpdateException.Fault;
import dev.quire.crdt.id.Id;
import dev.quire.crdt.id.RedoneLinks;
import dev.quire.crdt.lib0.Lib0Reader;
import dev.quire.crdt.lib0.Lib0Writer;
import dev.quire.crdt.struct.Branch;
import dev.quire.crdt.struct.Item;
import dev.quire.crdt.struct.Place;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A place in a list or text that stays where it is while others edit: it names its neighbour, not
 * an index. Bytes and JSON are those of yjs, so that cursors travel between the two.
 *
 * @param type the item that holds the type; null for a type at the top, and in what was decoded
 *     from a place beside an item
 * @param rootName the name of a type at the top; null elsewhere, and likewise
 * @param item the neighbour; null at the end of the type, or at its beginning if {@code assoc} is
 *     below 0
 * @param assoc below 0 if the place belongs to what is before it, else to what is behind it
 */
public record RelativePosition(
    @Nullable Id type, @Nullable String rootName, @Nullable Id item, int assoc) {
  private static final int AT_ITEM = 0;
  private static final int AT_ROOT = 1;
  private static final int AT_TYPE = 2;

  /** The place before an index, belonging to what is behind it. */
  public static RelativePosition of(YType type, long index) {
    return of(type, index, 0);
  }

  /**
   * The place before an index.
   *
   * @param index how much is before it; the end of the type if there is less
   * @param assoc below 0 if it belongs to what is before it, else to what is behind it
   * @throws IndexOutOfBoundsException if the index is below 0
   */
  public static RelativePosition of(YType type, long index, int assoc) {
    if (index < 0) {
      throw new IndexOutOfBoundsException(index);
    }
    Branch branch = type.branch();
    return in(branch, neighbour(branch, index, assoc < 0), assoc);
  }

  private static RelativePosition in(Branch branch, @Nullable Id neighbour, int assoc) {
    Item holder = branch.item();
    Id type = holder == null ? null : new Id(holder.client(), holder.clock());
    return new RelativePosition(type, branch.rootName(), neighbour, assoc);
  }

  private static @Nullable Id neighbour(Branch branch, long index, boolean before) {
    if (before && index == 0) {
      return null;
    }
    long unit = before ? index - 1 : index;
    if (unit < branch.length()) {
      Place place = branch.find(unit, null);
      return new Id(place.item().client(), place.item().clock() + place.offset());
    }
    Item last = before ? lastItem(branch) : null;
    return last == null ? null : new Id(last.client(), last.lastClock());
  }

  /** The last item of a list, be it deleted. */
  private static @Nullable Item lastItem(Branch branch) {
    Item last =
        branch.length() > 0 ? branch.find(branch.length() - 1, null).item() : branch.start();
    while (last != null && last.right() != null) {
      last = last.right();
    }
    return last;
  }

  /**
   * Decodes a position.
   *
   * @throws MalformedUpdateException if the bytes are none
   */
  public static RelativePosition decode(byte[] bytes) {
    Lib0Reader in = new Lib0Reader(bytes);
    RelativePosition position = read(in);
    in.expectEnd();
    return position;
  }

  private static RelativePosition read(Lib0Reader in) {
    long kind = in.readVarUint();
    if (kind == AT_ITEM) {
      Id item = Id.read(in);
      return new RelativePosition(null, null, item, readAssoc(in));
    }
    if (kind == AT_ROOT) {
      String rootName = in.readVarString();
      return new RelativePosition(null, rootName, null, readAssoc(in));
    }
    if (kind == AT_TYPE) {
      Id type = Id.read(in);
      return new RelativePosition(type, null, null, readAssoc(in));
    }
    throw in.malformed(Fault.UNKNOWN_KIND, "unknown kind of position " + kind);
  }

  /** Positions from before yjs knew of sides end without one. */
  private static int readAssoc(Lib0Reader in) {
    if (in.remaining() == 0) {
      return 0;
    }
    double assoc = in.readVarInt().doubleValue();
    if (Math.abs(assoc) > Integer.MAX_VALUE) {
      throw in.malformed(Fault.OUT_OF_RANGE, "side of a position out of range");
    }
    return (int) assoc;
  }

  /** The bytes of this position; where it has a neighbour, they leave its type out. */
  public byte[] encode() {
    Lib0Writer out = new Lib0Writer();
    if (item != null) {
      out.writeVarUint(AT_ITEM);
      item.write(out);
    } else if (rootName != null) {
      out.writeVarUint(AT_ROOT);
      out.writeVarString(rootName);
    } else if (type != null) {
      out.writeVarUint(AT_TYPE);
      type.write(out);
    } else {
      throw new IllegalStateException("a position names an item or a type");
    }
    out.writeVarInt(Math.abs((long) assoc), assoc < 0);
    return out.toByteArray();
  }

  /** The position as a JSON object: maps, strings, numbers. */
  public Map<String, Object> toJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    if (type != null) {
      json.put("type", json(type));
    }
    if (rootName != null) {
      json.put("tname", rootName);
    }
    if (item != null) {
      json.put("item", json(item));
    }
    json.put("assoc", (long) assoc);
    return json;
  }

  private static Map<String, Object> json(Id id) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("client", id.client());
    json.put("clock", id.clock());
    return json;
  }

  /**
   * Reads what {@link #toJson} or yjs made.
   *
   * @throws IllegalArgumentException if it is of another form
   */
  public static RelativePosition fromJson(Map<?, ?> json) {
    Object name = json.get("tname");
    if (name != null && !(name instanceof String)) {
      throw new IllegalArgumentException("tname is no string");
    }
    Object assoc = json.get("assoc");
    return new RelativePosition(
        id(json.get("type")),
        (String) name,
        id(json.get("item")),
        assoc == null ? 0 : Math.toIntExact(integer(assoc)));
  }

  private static @Nullable Id id(@Nullable Object json) {
    if (json == null) {
      return null;
    }
    if (json instanceof Map<?, ?> id) {
      return new Id(natural(id.get("client")), natural(id.get("clock")));
    }
    throw new IllegalArgumentException("an id is an object of client and clock");
  }

  private static long natural(@Nullable Object json) {
    long number = integer(json);
    if (number < 0 || number > Lib0Reader.MAX_INTEGER) {
      throw new IllegalArgumentException("not within 0 to 2^53 - 1: " + number);
    }
    return number;
  }

  private static long integer(@Nullable Object json) {
    if (json instanceof Number number && number.doubleValue() == number.longValue()) {
      return number.longValue();
    }
    throw new IllegalArgumentException("not an integer: " + json);
  }

  /**
   * Where the place is now, following what was undone in this very document, as yjs does; null if
   * the document doesn't know the place yet, or has collected it. For a place that others shall
   * find just there, too, use {@link RedoneLinks#NONE}.
   */
  public @Nullable AbsolutePosition resolve(YDoc doc) {
    return resolve(doc, doc.redoneLinks());
  }

  /**
   * Where the place is now; null if the document doesn't know it yet, or has collected it.
   *
   * @param links followed where the neighbour is deleted and was brought back
   */
  public @Nullable AbsolutePosition resolve(YDoc doc, RedoneLinks links) {
    if (item != null) {
      return resolveItem(doc, item, links);
    }
    Branch branch = resolveType(doc, links);
    return branch == null
        ? null
        : new AbsolutePosition(
            doc, branch, assoc >= 0 ? branch.length() : 0, assoc, branch.isDeleted());
  }

  /**
   * Whether the document has what the place holds on to, or had it: what it knows and can't {@link
   * #resolve} has been deleted and collected.
   */
  public boolean isKnown(YDoc doc) {
    Id id = item == null ? type : item;
    return id == null
        ? rootName != null && doc.knownRoot(rootName) != null
        : doc.struct(id) != null;
  }

  private @Nullable Branch resolveType(YDoc doc, RedoneLinks links) {
    if (rootName != null) {
      return doc.knownRoot(rootName);
    }
    if (type == null) {
      throw new IllegalStateException("a position names an item or a type");
    }
    Found found = find(doc, type, links);
    return found != null && found.item.content() instanceof ContentType content
        ? content.branch()
        : null;
  }

  private @Nullable AbsolutePosition resolveItem(YDoc doc, Id neighbour, RedoneLinks links) {
    Found found = find(doc, neighbour, links);
    if (found == null) {
      return null;
    }
    Branch branch = found.item.branch();
    long index = 0;
    if (!branch.isDeleted()) {
      index = found.item.isVisible() ? found.offset + (assoc >= 0 ? 0 : 1) : 0;
      // What stands under a key stands alone.
      index += found.item.slot() == null ? branch.unitsBefore(found.item) : 0;
    }
    boolean deleted = branch.isDeleted() || found.item.isDeleted();
    return new AbsolutePosition(doc, branch, index, assoc, deleted);
  }

  /** An item, and where in it an id is. */
  private record Found(Item item, long offset) {}

  private static @Nullable Found find(YDoc doc, Id id, RedoneLinks links) {
    Id next = id;
    while (doc.struct(next) instanceof Item item) {
      long offset = next.clock() - item.clock();
      Id redone = links.redone(new Id(item.client(), item.clock()));
      if (redone == null) {
        return new Found(item, offset);
      }
      next = new Id(redone.client(), redone.clock() + offset);
    }
    return null;
  }
}
