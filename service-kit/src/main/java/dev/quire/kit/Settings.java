package dev.quire.kit;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A process's settings: environment variables named {@code QUIRE_…}, read and checked once, at the
 * start. Each service reads its own into one record. A variable that is set to nothing counts as
 * not set.
 *
 * <p>Remembers what was read, for {@link #describe}. Not thread-safe: read at the start, by one
 * thread.
 */
public final class Settings {
  private static final String REDACTED = "(redacted)";

  private final Map<String, String> environment;
  private final Map<String, String> read = new TreeMap<>();

  private Settings(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  public static Settings of(Map<String, String> environment) {
    return new Settings(environment);
  }

  public String text(String name, String otherwise) {
    return shown(name, raw(name).orElse(otherwise));
  }

  public Optional<String> text(String name) {
    Optional<String> value = raw(name);
    read.put(name, value.orElse("(not set)"));
    return value;
  }

  /**
   * @throws InvalidSetting where it is no whole number from {@code min} to {@code max}
   */
  public long number(String name, long otherwise, long min, long max) {
    long value = otherwise;
    Optional<String> set = raw(name);
    if (set.isPresent()) {
      try {
        value = Long.parseLong(set.get().strip());
      } catch (NumberFormatException e) {
        throw outside(name, set.get(), min, max);
      }
      if (value < min || value > max) {
        throw outside(name, set.get(), min, max);
      }
    }
    read.put(name, Long.toString(value));
    return value;
  }

  /** As {@link #number}, for numbers that fit an {@code int}. */
  public int integer(String name, int otherwise, int min, int max) {
    return (int) number(name, otherwise, min, max);
  }

  /**
   * @throws InvalidSetting where it is neither {@code true} nor {@code false}
   */
  public boolean flag(String name, boolean otherwise) {
    String value = shown(name, raw(name).orElse(Boolean.toString(otherwise))).strip();
    return switch (value) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new InvalidSetting(name, "is '" + value + "': set it to true or false.");
    };
  }

  /**
   * A secret: never printed.
   *
   * @throws InvalidSetting where it is set, but shorter than {@code minLength} characters
   */
  public Optional<String> secret(String name, int minLength) {
    Optional<String> value = raw(name);
    read.put(name, value.isPresent() ? REDACTED : "(not set)");
    if (value.isPresent() && value.get().length() < minLength) {
      throw new InvalidSetting(
          name, "is too short: give it at least " + minLength + " random characters.");
    }
    return value;
  }

  /**
   * A URL, printed without its user information and query.
   *
   * @throws InvalidSetting where it is not a URL of that scheme
   */
  public URI url(String name, String otherwise, String... schemes) {
    String value = raw(name).orElse(otherwise);
    try {
      URI uri = new URI(value);
      for (String scheme : schemes) {
        if (scheme.equals(uri.getScheme())) {
          read.put(name, redacted(uri));
          return uri;
        }
      }
    } catch (URISyntaxException e) {
      // Not quoted back: a broken URL can hold a password as well as a good one.
      throw new InvalidSetting(name, "is not a URL: " + e.getReason() + ".");
    }
    throw new InvalidSetting(
        name, "is no URL that begins with " + String.join(":// or ", schemes) + "://.");
  }

  /** As {@link #url}; empty where it is not set. */
  public Optional<URI> optionalUrl(String name, String... schemes) {
    if (raw(name).isEmpty()) {
      read.put(name, "(not set)");
      return Optional.empty();
    }
    return Optional.of(url(name, "", schemes));
  }

  /** Everything read so far, a variable a line, secrets left out. */
  public String describe() {
    return read.entrySet().stream()
        .map(setting -> setting.getKey() + "=" + setting.getValue())
        .collect(Collectors.joining("\n"));
  }

  private Optional<String> raw(String name) {
    return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
  }

  private String shown(String name, String value) {
    read.put(name, value);
    return value;
  }

  private static String redacted(URI uri) {
    String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
    String path = uri.getPath() == null ? "" : uri.getPath();
    return uri.getScheme() + "://" + uri.getHost() + port + path;
  }

  private static InvalidSetting outside(String name, String value, long min, long max) {
    return new InvalidSetting(
        name, "is '" + value + "': set it to a whole number from " + min + " to " + max + ".");
  }
}
