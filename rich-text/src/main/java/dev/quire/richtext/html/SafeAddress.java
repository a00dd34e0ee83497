package dev.quire.richtext.html;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which addresses links and images may have. */
public final class SafeAddress {
  private static final Pattern SCHEME = Pattern.compile("^([a-zA-Z][a-zA-Z0-9+.-]*):");
  private static final Pattern DATA_IMAGE =
      Pattern.compile("data:image/(png|jpeg|gif|webp|avif);base64,[A-Za-z0-9+/]+={0,2}");
  private static final Pattern LANGUAGE = Pattern.compile("[A-Za-z0-9+#._-]{1,40}");

  private static final List<String> SCHEMES = List.of("http", "https", "mailto", "tel");

  private SafeAddress() {}

  static String[] schemes() {
    return SCHEMES.toArray(String[]::new);
  }

  /**
   * An address that a link may have, or null: one of the web, of mail or of a telephone, or one
   * within the same site.
   */
  public static @Nullable String link(@Nullable Object address) {
    if (!(address instanceof String text)) {
      return null;
    }
    // Browsers drop these wherever they stand in an address: java<tab>script: is a scheme to them.
    String cleaned = text.replaceAll("[\\x00-\\x20\\x7f-\\xa0\\u2028\\u2029]", " ").strip();
    if (cleaned.isEmpty()
        || cleaned.indexOf(' ') >= 0
        || cleaned.startsWith("//")
        || cleaned.indexOf('\\') >= 0) {
      return null;
    }
    Matcher scheme = SCHEME.matcher(cleaned);
    if (!scheme.find()) {
      return cleaned.indexOf(':') < 0 || startsAsPath(cleaned) ? cleaned : null;
    }
    return SCHEMES.contains(scheme.group(1).toLowerCase(Locale.ROOT)) ? cleaned : null;
  }

  private static boolean startsAsPath(String address) {
    return address.startsWith("/") || address.startsWith("#") || address.startsWith("?");
  }

  /** An address that an image may have, or null: one of the web, or the picture itself. */
  public static @Nullable String image(@Nullable Object address) {
    if (address instanceof String text && DATA_IMAGE.matcher(text).matches()) {
      return text;
    }
    String link = link(address);
    if (link == null || link.startsWith("mailto:") || link.startsWith("tel:")) {
      return null;
    }
    return link;
  }

  /** The name of a programming language as a part of a class, or null. */
  static @Nullable String language(@Nullable Object name) {
    return name instanceof String text && LANGUAGE.matcher(text).matches() ? text : null;
  }
}
