package dev.quire.kit;

/** A setting that a process can't start with. The message names the variable and what it takes. */
public final class InvalidSetting extends RuntimeException {
  private static final long serialVersionUID = 1;

  public InvalidSetting(String name, String problem) {
    super(name + " " + problem);
  }
}
