package dev.quire.edge.socket;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Agrees with a client on permessage-deflate (RFC 7692, section 7.1), where that is switched on:
 * either side packs each message by itself. The edge packs nothing it sends: a state would hold its
 * event loop for long, and how short a message gets would tell of what stands beside an attacker's
 * own words in it.
 */
public final class Deflate {
  /** Of an upgrade, and of its answer. */
  public static final String HEADER = "Sec-WebSocket-Extensions";

  private static final String NAME = "permessage-deflate";
  private static final Pattern PARAMETER =
      Pattern.compile(
          "server_no_context_takeover|client_no_context_takeover"
              + "|(server|client)_max_window_bits(?:=\"?([89]|1[0-5])\"?)?");

  private Deflate() {}

  /**
   * What to answer to the first offer that can be taken; empty where there is none.
   *
   * @param offered the header {@code Sec-WebSocket-Extensions}; {@code ""} where there was none
   */
  public static Optional<String> answer(String offered) {
    for (String offer : offered.split(",", -1)) {
      Optional<String> answer = answerTo(offer.split(";", -1));
      if (answer.isPresent()) {
        return answer;
      }
    }
    return Optional.empty();
  }

  private static Optional<String> answerTo(String[] offer) {
    if (!offer[0].strip().equals(NAME)) {
      return Optional.empty();
    }
    StringBuilder answer =
        new StringBuilder(NAME + "; server_no_context_takeover; client_no_context_takeover");
    for (int i = 1; i < offer.length; i++) {
      Matcher parameter = PARAMETER.matcher(offer[i].strip());
      if (!parameter.matches()) {
        return Optional.empty();
      }
      if ("server".equals(parameter.group(1))) {
        if (parameter.group(2) == null) {
          return Optional.empty();
        }
        answer.append("; server_max_window_bits=").append(parameter.group(2));
      }
    }
    return Optional.of(answer.toString());
  }
}
