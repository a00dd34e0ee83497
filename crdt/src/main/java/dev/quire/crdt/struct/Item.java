package dev.quire.crdt.struct;

import dev.quire.crdt.content.Content;
import dev.quire.crdt.content.ContentDeleted;
import dev.quire.crdt.lib0.Lib0Writer;
import org.jspecify.annotations.Nullable;

/**
 * Content with its place: who its neighbours were when it was made, and, once integrated, who they
 * are now.
 *
 * <p>The origins are ids in plain fields, with client {@link #NONE} for none. {@link #left()},
 * {@link #right()} and a {@link Branch} as {@link #parent()} exist only inside a document.
 */
public final class Item extends Struct {
  /** The client of an origin that isn't there. */
  public static final long NONE = -1;

  /** Set in the info byte where an origin follows. */
  static final int HAS_ORIGIN = 0x80;

  /** Set in the info byte where a right origin follows. */
  static final int HAS_RIGHT_ORIGIN = 0x40;

  /** Set in the info byte of an item under a key. */
  static final int HAS_KEY = 0x20;

  private long originClient;
  private long originClock;
  private final long rightOriginClient;
  private final long rightOriginClock;
  private @Nullable Item left;
  private @Nullable Item right;
  private @Nullable Parent parent;
  private @Nullable String key;
  private Content content;
  private int visit;
  private boolean deleted;
  private boolean kept;

  /**
   * An item that is not part of a document yet.
   *
   * @param originClient client of the id to the left at the time of writing, or {@link #NONE}
   * @param rightOriginClient client of the id to the right at the time of writing, or {@link #NONE}
   * @param parent what it belongs to; null where a neighbour knows
   * @param key under which key; null for an item of a list, and where a neighbour knows
   */
  public Item(
      long client,
      long clock,
      long originClient,
      long originClock,
      long rightOriginClient,
      long rightOriginClock,
      @Nullable Parent parent,
      @Nullable String key,
      Content content) {
    super(client, clock, content.length());
    this.originClient = originClient;
    this.originClock = originClock;
    this.rightOriginClient = rightOriginClient;
    this.rightOriginClock = rightOriginClock;
    this.parent = parent;
    this.key = key;
    this.content = content;
  }

  /** Whether there was something to its left. */
  public boolean hasOrigin() {
    return originClient != NONE;
  }

  /** Client of the id that was to its left. */
  public long originClient() {
    return originClient;
  }

  /** Clock of the id that was to its left. */
  public long originClock() {
    return originClock;
  }

  /** Whether there was something to its right. */
  public boolean hasRightOrigin() {
    return rightOriginClient != NONE;
  }

  /** Client of the id that was to its right. */
  public long rightOriginClient() {
    return rightOriginClient;
  }

  /** Clock of the id that was to its right. */
  public long rightOriginClock() {
    return rightOriginClock;
  }

  /** Whether both had the same to their left when they were made. */
  public boolean hasSameOrigin(Item other) {
    return originClient == other.originClient && originClock == other.originClock;
  }

  /** Whether both had the same to their right when they were made. */
  public boolean hasSameRightOrigin(Item other) {
    return rightOriginClient == other.rightOriginClient
        && rightOriginClock == other.rightOriginClock;
  }

  /** The neighbour to the left, be it deleted. */
  public @Nullable Item left() {
    return left;
  }

  /** Changes the neighbour to the left. */
  public void setLeft(@Nullable Item left) {
    this.left = left;
  }

  /** The neighbour to the right, be it deleted. */
  public @Nullable Item right() {
    return right;
  }

  /** Changes the neighbour to the right. */
  public void setRight(@Nullable Item right) {
    this.right = right;
  }

  /** What it belongs to; null where only a neighbour knows. */
  public @Nullable Parent parent() {
    return parent;
  }

  /** The branch that an integrated item belongs to. */
  public Branch branch() {
    if (parent instanceof Branch branch) {
      return branch;
    }
    throw new IllegalStateException("item outside of a document");
  }

  /** Says what it belongs to. */
  public void setParent(@Nullable Parent parent, @Nullable String key) {
    this.parent = parent;
    this.key = key;
  }

  /** Under which key it stands; null for an item of a list. */
  public @Nullable String key() {
    return key;
  }

  /** What it holds. */
  public Content content() {
    return content;
  }

  /** Whether it takes up room in its list. */
  public boolean isVisible() {
    return !deleted && content.isCountable();
  }

  @Override
  public boolean isDeleted() {
    return deleted;
  }

  /** Marks it as deleted. */
  public void markDeleted() {
    deleted = true;
  }

  /** Whether it must not be collected. */
  public boolean isKept() {
    return kept;
  }

  /** Says whether it must not be collected. */
  public void setKept(boolean kept) {
    this.kept = kept;
  }

  /** When integration last walked past it; see the one who counts. */
  public int visit() {
    return visit;
  }

  /** Notes that integration walked past it. */
  public void setVisit(int visit) {
    this.visit = visit;
  }

  /** Drops its content but for the length. */
  public void collectContent() {
    content = new ContentDeleted(length());
  }

  /**
   * Cuts it in two and links the second half in behind it.
   *
   * @param offset how many clocks stay, from 1 to before {@link #length()}
   * @return the second half
   */
  public Item splitAt(long offset) {
    Item second = tail(offset);
    second.parent = parent;
    second.key = key;
    second.left = this;
    second.right = right;
    second.deleted = deleted;
    second.kept = kept;
    if (right != null) {
      right.left = second;
    }
    right = second;
    return second;
  }

  private Item tail(long offset) {
    Content rest = content.splice(offset);
    truncate(offset);
    return new Item(
        client(),
        clock() + offset,
        client(),
        clock() + offset - 1,
        rightOriginClient,
        rightOriginClock,
        parent,
        key,
        rest);
  }

  /** Drops the first clocks, which the document knows already, before integration. */
  public void dropKnown(long offset) {
    content = content.splice(offset);
    advance(offset);
    originClient = client();
    originClock = clock() - 1;
  }

  @Override
  public boolean canAbsorb(Struct next) {
    return next instanceof Item other
        && right == other
        && other.originClient == client()
        && other.originClock == lastClock()
        && hasSameRightOrigin(other)
        && client() == other.client()
        && end() == other.clock()
        && deleted == other.deleted
        && content.canAppend(other.content);
  }

  @Override
  public void absorb(Struct next) {
    Item other = (Item) next;
    content.append(other.content);
    kept |= other.kept;
    right = other.right;
    if (right != null) {
      right.left = this;
    }
    super.absorb(next);
  }

  @Override
  public void write(Lib0Writer out, long offset) {
    write(out, offset, true);
  }

  /**
   * Writes what follows the first {@code offset} clocks.
   *
   * @param marksKey whether the mark for a key is set even where a neighbour knows the key and it
   *     isn't spelled out: yjs sets it when it encodes a document, and loses it when it merges
   *     encoded updates
   */
  void write(Lib0Writer out, long offset, boolean marksKey) {
    boolean hasOrigin = offset > 0 || hasOrigin();
    boolean hasPlace = !hasOrigin && !hasRightOrigin();
    out.writeUint8(
        content.ref()
            | (hasOrigin ? HAS_ORIGIN : 0)
            | (hasRightOrigin() ? HAS_RIGHT_ORIGIN : 0)
            | (key != null && (marksKey || hasPlace) ? HAS_KEY : 0));
    if (offset > 0) {
      out.writeVarUint(client());
      out.writeVarUint(clock() + offset - 1);
    } else if (hasOrigin) {
      out.writeVarUint(originClient);
      out.writeVarUint(originClock);
    }
    if (hasRightOrigin()) {
      out.writeVarUint(rightOriginClient);
      out.writeVarUint(rightOriginClock);
    }
    if (hasPlace) {
      writePlace(out);
    }
    content.write(out, offset);
  }

  private void writePlace(Lib0Writer out) {
    if (parent == null) {
      throw new IllegalStateException("item without place");
    }
    parent.write(out);
    if (key != null) {
      out.writeVarString(key);
    }
  }
}
