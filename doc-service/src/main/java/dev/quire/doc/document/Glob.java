package dev.quire.doc.document;

/** Patterns of names, in which {@code *} stands for any characters, none included. */
final class Glob {
  private Glob() {}

  static boolean isPattern(String pattern) {
    return pattern.indexOf('*') >= 0;
  }

  /**
   * In time proportional to the product of the lengths at worst, whatever the pattern: on a
   * mismatch only the last star takes one character more, never an earlier one.
   */
  static boolean matches(String pattern, String name) {
    int p = 0;
    int n = 0;
    int star = -1;
    int resume = 0;
    while (n < name.length()) {
      if (p < pattern.length() && pattern.charAt(p) == '*') {
        star = p++;
        resume = n;
      } else if (p < pattern.length() && pattern.charAt(p) == name.charAt(n)) {
        p++;
        n++;
      } else if (star >= 0) {
        p = star + 1;
        n = ++resume;
      } else {
        return false;
      }
    }
    while (p < pattern.length() && pattern.charAt(p) == '*') {
      p++;
    }
    return p == pattern.length();
  }

  /** The same pattern for SQL's {@code LIKE}. */
  static String toLike(String pattern) {
    return pattern.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_").replace('*', '%');
  }
}
