package dev.quire.doc.segment;

/** A segment's bytes are not what was packed. Nothing of it is to be believed. */
public final class DamagedSegment extends RuntimeException {
  private static final long serialVersionUID = 1L;

  DamagedSegment(String detail) {
    super(detail);
  }

  DamagedSegment(String detail, Throwable cause) {
    super(detail, cause);
  }
}
