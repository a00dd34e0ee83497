package dev.quire.doc.baseline;

/** A baseline's bytes are not what was kept. Nothing of it is to be believed. */
public final class DamagedBaseline extends Exception {
  private static final long serialVersionUID = 1L;

  DamagedBaseline(String detail) {
    super(detail);
  }

  DamagedBaseline(Throwable cause) {
    super(cause.getMessage(), cause);
  }
}
