package dev.quire.crdt.content;

/** The kinds of shared types. */
public enum TypeKind {
  ARRAY(0),
  MAP(1),
  TEXT(2),
  XML_ELEMENT(3),
  XML_FRAGMENT(4),
  XML_HOOK(5),
  XML_TEXT(6);

  private static final TypeKind[] BY_REF = values();

  /** How many kinds there are; their numbers are those below. */
  public static final int COUNT = BY_REF.length;

  private final int ref;

  TypeKind(int ref) {
    this.ref = ref;
  }

  /** The kind of a number from 0 to before {@link #COUNT}. */
  public static TypeKind of(int ref) {
    return BY_REF[ref];
  }

  /** Its number in the format. */
  public int ref() {
    return ref;
  }

  /** Whether types of this kind carry a name: an element's or a hook's. */
  public boolean isNamed() {
    return this == XML_ELEMENT || this == XML_HOOK;
  }
}
