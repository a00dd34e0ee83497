package dev.quire.crdt.content;

import dev.quire.crdt.lib0.Lib0Writer;
import dev.quire.crdt.struct.Branch;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A shared type within another. */
public final class ContentType implements AtomicContent {
  /** Its number in the format. */
  public static final int REF = 7;

  private final TypeKind kind;
  private final @Nullable String name;
  private final Branch branch = new Branch();

  /**
   * A type without children.
   *
   * @param kind what it is
   * @param name the element's or hook's name; null where the kind has none
   */
  public ContentType(TypeKind kind, @Nullable String name) {
    this.kind = kind;
    this.name = name;
  }

  /** What it is. */
  public TypeKind kind() {
    return kind;
  }

  /** The element's or hook's name; null where the kind has none. */
  public @Nullable String name() {
    return name;
  }

  /** Where its children hang. */
  public Branch branch() {
    return branch;
  }

  @Override
  public int ref() {
    return REF;
  }

  @Override
  public boolean isCountable() {
    return true;
  }

  @Override
  public void write(Lib0Writer out, long offset) {
    out.writeVarUint(kind.ref());
    if (name != null) {
      out.writeVarString(name);
    }
  }

  @Override
  public List<@Nullable Object> values() {
    return Collections.singletonList(branch);
  }
}
