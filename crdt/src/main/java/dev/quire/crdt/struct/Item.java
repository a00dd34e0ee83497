package dev.quire.crdt.struct;

import dev.quire.crdt.content.Content;
import dev.quire.crdt.content.ContentDeleted;
import dev.quire.crdt.content.ContentDoc;
import dev.quire.crdt.content.ContentFormat;
import dev.quire.crdt.content.ContentString;
import dev.quire.crdt.content.ContentType;
import dev.quire.crdt.content.ListContent;
import dev.quire.crdt.content.Stored;
import dev.quire.crdt.content.TextChunk;
import dev.quire.crdt.content.TextStore;
import dev.quire.crdt.event.ItemView;
import dev.quire.crdt.lib0.Lib0Writer;
import org.jspecify.annotations.Nullable;

/**
 * Content with its place: who its neighbours were when it was made, and, once integrated, who they
 * are now.
 *
 * <p>The origins are ids in plain fields. {@link #left()}, {@link #right()} and a {@link Branch} or
 * {@link Slot} as parent exist only inside a document.
 *
 * <p>There is one for each run of typing in a document, so its size is the size of documents: 64
 * bytes, which is what the header and thirteen fields of four bytes take. A further field would
 * make it 72. So a client is a reference instead of an id, the key stands in the parent, text lies
 * in chunks shared by many items, and what was collected keeps no content.
 */
public final class Item extends Struct implements ItemView {
  /** The client of an origin that isn't there. */
  public static final long NONE = -1;

  /** The highest number that {@link #visit()} can hold. */
  public static final int MAX_VISIT = Integer.MAX_VALUE >> 3;

  /** Set in the info byte where an origin follows. */
  static final int HAS_ORIGIN = 0x80;

  /** Set in the info byte where a right origin follows. */
  static final int HAS_RIGHT_ORIGIN = 0x40;

  /** Set in the info byte of an item under a key. */
  static final int HAS_KEY = 0x20;

  private static final int DELETED = 1;
  private static final int KEPT = 2;

  /** So that whether an item shows is told without a look at its content. */
  private static final int COUNTABLE = 4;

  private static final int VISIT_SHIFT = 3;
  private static final int FLAGS = (1 << VISIT_SHIFT) - 1;

  private @Nullable Client originOwner;
  private int originClock;
  private @Nullable Client rightOriginOwner;
  private final int rightOriginClock;
  private @Nullable Item left;
  private @Nullable Item right;
  private @Nullable Parent parent;
  private Stored stored;

  /** Where its text begins, if {@link #stored} is a chunk of text. */
  private int textFrom;

  /** The flags, and above them the visit. */
  private int state;

  /**
   * An item that is not part of a document yet.
   *
   * @param originOwner client of the id to the left at the time of writing, or null
   * @param rightOriginOwner client of the id to the right at the time of writing, or null
   * @param parent what it belongs to; null where a neighbour knows
   */
  public Item(
      Client owner,
      long clock,
      @Nullable Client originOwner,
      long originClock,
      @Nullable Client rightOriginOwner,
      long rightOriginClock,
      @Nullable Parent parent,
      Content content) {
    super(owner, clock, content.length());
    this.originOwner = originOwner;
    this.originClock = Math.toIntExact(originClock);
    this.rightOriginOwner = rightOriginOwner;
    this.rightOriginClock = Math.toIntExact(rightOriginClock);
    this.parent = parent;
    if (content instanceof ContentString text) {
      stored = text.chunk();
      textFrom = text.from();
    } else {
      stored = content instanceof ContentDeleted ? Stored.NOTHING : content;
    }
    state = content.isCountable() ? COUNTABLE : 0;
  }

  /** The second half of an item. */
  private Item(Item first, int offset, Stored stored, int textFrom) {
    super(first.owner(), first.clock() + offset, first.length() - offset);
    this.originOwner = first.owner();
    this.originClock = (int) first.clock() + offset - 1;
    this.rightOriginOwner = first.rightOriginOwner;
    this.rightOriginClock = first.rightOriginClock;
    this.parent = first.parent;
    this.stored = stored;
    this.textFrom = textFrom;
    this.left = first;
    this.right = first.right;
    this.state = first.state & FLAGS;
  }

  /** Whether there was something to its left. */
  public boolean hasOrigin() {
    return originOwner != null;
  }

  /** Client of the id that was to its left, or null. */
  public @Nullable Client originOwner() {
    return originOwner;
  }

  /** Client of the id that was to its left, or {@link #NONE}. */
  public long originClient() {
    return originOwner == null ? NONE : originOwner.id();
  }

  /** Clock of the id that was to its left. */
  public long originClock() {
    return originClock;
  }

  /** Whether there was something to its right. */
  public boolean hasRightOrigin() {
    return rightOriginOwner != null;
  }

  /** Client of the id that was to its right, or null. */
  public @Nullable Client rightOriginOwner() {
    return rightOriginOwner;
  }

  /** Client of the id that was to its right, or {@link #NONE}. */
  public long rightOriginClient() {
    return rightOriginOwner == null ? NONE : rightOriginOwner.id();
  }

  /** Clock of the id that was to its right. */
  public long rightOriginClock() {
    return rightOriginClock;
  }

  /** Names the same client of the origin in terms of the document. */
  public void setOriginOwner(Client known) {
    originOwner = known;
  }

  /** Names the same client of the right origin in terms of the document. */
  public void setRightOriginOwner(Client known) {
    rightOriginOwner = known;
  }

  /** Whether both had the same to their left when they were made; of one document only. */
  public boolean hasSameOrigin(Item other) {
    return originOwner == other.originOwner
        && (originOwner == null || originClock == other.originClock);
  }

  /** Whether both had the same to their right when they were made; of one document only. */
  public boolean hasSameRightOrigin(Item other) {
    return rightOriginOwner == other.rightOriginOwner
        && (rightOriginOwner == null || rightOriginClock == other.rightOriginClock);
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
    if (parent instanceof IndexLeaf leaf) {
      return leaf.branch();
    }
    if (parent instanceof Slot slot) {
      return slot.branch();
    }
    throw new IllegalStateException("item outside of a document");
  }

  /** The list of a key that an integrated item belongs to; null for an item of the list. */
  public @Nullable Slot slot() {
    return parent instanceof Slot slot ? slot : null;
  }

  /** What a neighbour that isn't linked in yet belongs to: a {@link Branch} or a {@link Slot}. */
  public @Nullable Parent home() {
    return parent instanceof IndexLeaf leaf ? leaf.branch() : parent;
  }

  /** Says what it belongs to. */
  public void setParent(@Nullable Parent parent) {
    this.parent = parent;
  }

  /** Under which key it stands; null for an item of a list, and where a neighbour knows. */
  @Override
  public @Nullable String key() {
    if (parent instanceof Slot slot) {
      return slot.key();
    }
    return parent instanceof Parent.Keyed keyed ? keyed.key() : null;
  }

  /** What it holds; of an item in a document, until the document changes. */
  public Content content() {
    if (stored instanceof TextChunk chunk) {
      return new ContentString(chunk, textFrom, (int) length());
    }
    return stored instanceof Content content ? content : new ContentDeleted(length());
  }

  /** The chunk in which its text lies; null if it isn't text. */
  public @Nullable TextChunk chunk() {
    return stored instanceof TextChunk chunk ? chunk : null;
  }

  /** Where its text begins in {@link #chunk()}. */
  public int textFrom() {
    return textFrom;
  }

  /** Moves its text, if it is text, to where a document keeps it. */
  public void storeText(TextStore texts) {
    if (stored instanceof TextChunk chunk) {
      TextChunk to = texts.add(chunk, textFrom, (int) length());
      stored = to;
      textFrom = to.size() - (int) length();
    }
  }

  /** The type that it holds, or null. */
  public @Nullable Branch type() {
    return stored instanceof ContentType type ? type.branch() : null;
  }

  /** The reference to another document that it holds, or null. */
  public @Nullable ContentDoc subdocument() {
    return stored instanceof ContentDoc subdocument ? subdocument : null;
  }

  /** Whether it is a mark between characters. */
  public boolean isMark() {
    return stored instanceof ContentFormat;
  }

  /** Whether nothing is left of its content but the length. */
  public boolean isCollected() {
    return stored == Stored.NOTHING;
  }

  @Override
  public boolean isCountable() {
    return (state & COUNTABLE) != 0;
  }

  /** Whether it takes up room in its list. */
  public boolean isVisible() {
    return (state & (DELETED | COUNTABLE)) == COUNTABLE;
  }

  @Override
  public boolean isDeleted() {
    return (state & DELETED) != 0;
  }

  /** Marks it as deleted. */
  public void markDeleted() {
    if (!isDeleted() && parent instanceof IndexLeaf leaf) {
      leaf.onDelete(this);
    }
    state |= DELETED;
  }

  @Override
  public boolean isKept() {
    return (state & KEPT) != 0;
  }

  /** Says whether it must not be collected. */
  public void setKept(boolean kept) {
    state = kept ? state | KEPT : state & ~KEPT;
  }

  /** When integration last walked past it; see the one who counts. */
  public int visit() {
    return state >>> VISIT_SHIFT;
  }

  /**
   * Notes that integration walked past it.
   *
   * @param visit 0 to {@link #MAX_VISIT}
   */
  public void setVisit(int visit) {
    state = (state & FLAGS) | visit << VISIT_SHIFT;
  }

  /** Drops its content but for the length. */
  public void collectContent() {
    stored = Stored.NOTHING;
    state &= ~COUNTABLE;
  }

  /**
   * Cuts it in two and links the second half in behind it.
   *
   * @param offset how many clocks stay, from 1 to before {@link #length()}
   * @return the second half
   */
  public Item splitAt(long offset) {
    Item second = new Item(this, (int) offset, contentFrom((int) offset), textFrom + (int) offset);
    truncate(offset);
    if (right != null) {
      right.left = second;
    }
    right = second;
    if (parent instanceof IndexLeaf leaf) {
      leaf.branch().onCut(leaf, second);
    }
    return second;
  }

  /** Cuts the content; what is kept of the second part is returned. */
  private Stored contentFrom(int offset) {
    if (stored instanceof TextChunk chunk) {
      chunk.cut(textFrom + offset);
      return chunk;
    }
    return stored instanceof ListContent list ? list.splice(offset) : stored;
  }

  /** Drops the first clocks, which the document knows already, before integration. */
  public void dropKnown(long offset) {
    stored = contentFrom((int) offset);
    textFrom += (int) offset;
    advance(offset);
    originOwner = owner();
    originClock = (int) clock() - 1;
  }

  @Override
  public boolean canAbsorb(Struct next) {
    return next instanceof Item other
        && right == other
        && other.originOwner == owner()
        && other.originClock == lastClock()
        && hasSameRightOrigin(other)
        && owner() == other.owner()
        && end() == other.clock()
        && isDeleted() == other.isDeleted()
        && canAbsorb(other.stored);
  }

  private boolean canAbsorb(Stored other) {
    if (stored instanceof ListContent list) {
      return list.canAppend(other);
    }
    return stored == Stored.NOTHING
        ? other == Stored.NOTHING
        : stored instanceof TextChunk && other instanceof TextChunk;
  }

  @Override
  public void absorb(Struct next) {
    Item other = (Item) next;
    moveInIndex(other);
    if (stored instanceof TextChunk chunk && other.stored instanceof TextChunk more) {
      TextChunk.Joined joined =
          TextChunk.join(
              chunk, textFrom, (int) length(), more, other.textFrom, (int) other.length());
      stored = joined.chunk();
      textFrom = joined.from();
    } else if (stored instanceof ListContent list) {
      list.append(other.stored);
    }
    state |= other.state & KEPT;
    right = other.right;
    if (right != null) {
      right.left = this;
    }
    super.absorb(next);
  }

  private void moveInIndex(Item other) {
    if (parent instanceof IndexLeaf leaf && other.parent instanceof IndexLeaf othersLeaf) {
      leaf.branch().onAbsorbed(othersLeaf, other);
      leaf.add(IndexLeaf.unitsOf(other), 0);
    }
  }

  @Override
  public void write(Lib0Writer out, long offset) {
    ItemWriter.write(this, out, offset, true);
  }

  /** What it keeps of its content. */
  Stored stored() {
    return stored;
  }
}
