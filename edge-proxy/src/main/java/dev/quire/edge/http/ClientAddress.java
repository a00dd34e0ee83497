package dev.quire.edge.http;

import dev.quire.kit.InvalidSetting;
import io.vertx.core.http.HttpServerRequest;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where a request comes from. {@code X-Forwarded-For} says what its sender likes; what the
 * operator's own proxies have added to its end is true. So it is read from the end, as long as
 * trusted proxies speak, and the first address that is none of theirs is the client's.
 */
public final class ClientAddress {
  private static final Pattern ADDRESS = Pattern.compile("[0-9A-Fa-f:.]{2,45}");

  /** An address and how many of its leading bits count. */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  private record Network(byte[] address, int bits) {
    boolean contains(byte[] other) {
      if (other.length != address.length) {
        return false;
      }
      for (int bit = 0; bit < bits; bit++) {
        int mask = 0x80 >> (bit & 7);
        if ((address[bit >> 3] & mask) != (other[bit >> 3] & mask)) {
          return false;
        }
      }
      return true;
    }
  }

  private final List<Network> trusted;

  private ClientAddress(List<Network> trusted) {
    this.trusted = List.copyOf(trusted);
  }

  /**
   * @param proxies addresses and networks (CIDR), separated by commas; empty to trust nobody
   * @throws InvalidSetting naming {@code setting}
   */
  public static ClientAddress trusting(String setting, String proxies) {
    List<Network> trusted = new ArrayList<>();
    for (String each : proxies.split(",", -1)) {
      if (!each.isBlank()) {
        trusted.add(
            network(each.strip())
                .orElseThrow(
                    () ->
                        new InvalidSetting(
                            setting,
                            "must hold addresses or networks such as 10.0.0.0/8, separated by"
                                + " commas; this is none: "
                                + each.strip())));
      }
    }
    return new ClientAddress(trusted);
  }

  private static Optional<Network> network(String text) {
    String[] sides = text.split("/", -1);
    Optional<byte[]> address = parse(sides[0]);
    if (address.isEmpty() || sides.length > 2) {
      return Optional.empty();
    }
    int all = address.get().length * 8;
    try {
      int bits = sides.length == 1 ? all : Integer.parseInt(sides[1]);
      return bits < 0 || bits > all
          ? Optional.empty()
          : Optional.of(new Network(address.get(), bits));
    } catch (NumberFormatException malformed) {
      return Optional.empty();
    }
  }

  /** Nothing is looked up: what is no address is none. */
  private static Optional<byte[]> parse(String text) {
    boolean looksRight =
        ADDRESS.matcher(text).matches()
            && (text.indexOf(':') >= 0 || text.split("\\.", -1).length == 4);
    try {
      return looksRight ? Optional.of(InetAddress.getByName(text).getAddress()) : Optional.empty();
    } catch (UnknownHostException malformed) {
      return Optional.empty();
    }
  }

  /** Whether what this peer says of others may be believed. */
  boolean isTrusted(String peer) {
    return parse(peer).filter(this::isTrusted).isPresent();
  }

  private boolean isTrusted(byte[] address) {
    return trusted.stream().anyMatch(network -> network.contains(address));
  }

  String of(HttpServerRequest request) {
    return of(request.remoteAddress().hostAddress(), request.headers().getAll("X-Forwarded-For"));
  }

  /**
   * @param peer the other end of the connection
   * @param forwardedFor the values of {@code X-Forwarded-For}, in order
   */
  String of(String peer, List<String> forwardedFor) {
    String client = peer;
    String[] hops = String.join(",", forwardedFor).split(",", -1);
    for (int i = hops.length - 1; i >= 0 && isTrusted(client); i--) {
      String hop = hops[i].strip();
      if (parse(hop).isEmpty()) {
        break;
      }
      client = hop;
    }
    return client;
  }
}
