package dev.quire.edge.pace;

import dev.quire.kit.Settings;

/**
 * What users, addresses and documents may take of one edge process, each a setting {@code
 * QUIRE_LIMIT_…}. Over a rate sockets are read more slowly, and who comes waits; only requests of
 * REST are refused.
 *
 * @param user of one user, over all of their sockets
 * @param address of one address, over all of its sockets; behind one address may be a whole company
 * @param documentFrames edits and state vectors of one document
 * @param accepts connections taken from the kernel; the others wait there
 * @param waitingUpgrades of each loop, kept waiting for what their address owes: one more is
 *     refused with 503
 * @param joinsAtOnce documents that are being opened at the same moment, of each loop
 * @param joinsAtOnceEach the same of one user, or of the strangers of one address
 * @param requestsAtOnceEach requests of REST that are being answered at the same moment, of each
 *     loop, of one user, or of the strangers of one address: one more is refused with 429
 */
public record PaceLimits(
    Share user,
    Share address,
    Rate documentFrames,
    Rate accepts,
    int waitingUpgrades,
    int joinsAtOnce,
    int joinsAtOnceEach,
    int requestsAtOnceEach) {
  private static final int MEBIBYTE = 1 << 20;

  /**
   * What one user or address may take.
   *
   * @param prefix of the settings' names
   * @param frames edits and state vectors
   * @param bytes of messages of every kind
   * @param sockets opened; of an address
   * @param joins documents opened
   * @param faults sockets that were closed for what came by them; who owes some waits before the
   *     next arrival
   * @param requests of REST; more are refused with 429
   */
  public record Share(
      String prefix,
      Rate frames,
      Rate bytes,
      Rate sockets,
      Rate joins,
      Rate faults,
      Rate requests) {
    private static Share none(String prefix) {
      return new Share(prefix, Rate.NONE, Rate.NONE, Rate.NONE, Rate.NONE, Rate.NONE, Rate.NONE);
    }
  }

  /**
   * @param unlimited whether no rates are kept: bounds on what is done at the same moment stay
   */
  public static PaceLimits from(Settings settings, boolean unlimited) {
    Share user =
        new Share(
            "user_",
            Rate.from(settings, "QUIRE_LIMIT_USER_UPDATE_FRAMES", 400, 2_000, 500),
            Rate.from(settings, "QUIRE_LIMIT_USER_BYTES", 8 * MEBIBYTE, 32 * MEBIBYTE, 0),
            Rate.NONE,
            Rate.from(settings, "QUIRE_LIMIT_USER_JOINS", 200, 2_000, 500),
            Rate.from(settings, "QUIRE_LIMIT_USER_FAULTS", 20, 100, 50),
            Rate.from(settings, "QUIRE_LIMIT_USER_REQUESTS", 500, 5_000, 0));
    Share address =
        new Share(
            "address_",
            Rate.from(settings, "QUIRE_LIMIT_ADDRESS_UPDATE_FRAMES", 5_000, 10_000, 0),
            Rate.from(settings, "QUIRE_LIMIT_ADDRESS_BYTES", 32 * MEBIBYTE, 64 * MEBIBYTE, 0),
            Rate.from(settings, "QUIRE_LIMIT_ADDRESS_SOCKETS", 250, 1_000, 500),
            Rate.from(settings, "QUIRE_LIMIT_ADDRESS_JOINS", 500, 2_000, 500),
            Rate.from(settings, "QUIRE_LIMIT_ADDRESS_FAULTS", 20, 100, 50),
            Rate.from(settings, "QUIRE_LIMIT_ADDRESS_REQUESTS", 2_500, 10_000, 0));
    return new PaceLimits(
        unlimited ? Share.none("user_") : user,
        unlimited ? Share.none("address_") : address,
        unlimited
            ? Rate.NONE
            : Rate.from(settings, "QUIRE_LIMIT_DOCUMENT_UPDATE_FRAMES", 4_000, 8_000, 0),
        unlimited ? Rate.NONE : Rate.from(settings, "QUIRE_LIMIT_ACCEPTS", 1_000, 25, 0),
        settings.integer("QUIRE_LIMIT_WAITING_UPGRADES", 10_000, 1, 1_000_000),
        settings.integer("QUIRE_LIMIT_JOINS_AT_ONCE", 8, 1, 100_000),
        settings.integer("QUIRE_LIMIT_JOINS_AT_ONCE_EACH", 4, 1, 100_000),
        settings.integer("QUIRE_LIMIT_REQUESTS_AT_ONCE_EACH", 100, 1, 100_000));
  }
}
