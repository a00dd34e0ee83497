package dev.quire.auth.store;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.flywaydb.core.Flyway;

/** Brings schema {@code quire_auth} to the version that this code reads and writes. Blocks. */
final class Migrations {
  static final String SCHEMA = "quire_auth";
  private static final int CONNECT_RETRIES = 5;

  private Migrations() {}

  static void run(URI database) {
    String[] credentials = credentials(database);
    int port = database.getPort() < 0 ? 5432 : database.getPort();
    Flyway.configure(Migrations.class.getClassLoader())
        .dataSource(
            "jdbc:postgresql://" + database.getHost() + ":" + port + database.getRawPath(),
            credentials[0],
            credentials[1])
        .schemas(SCHEMA)
        .defaultSchema(SCHEMA)
        .createSchemas(true)
        .locations("classpath:dev/quire/auth/migration")
        .connectRetries(CONNECT_RETRIES)
        .load()
        .migrate();
  }

  /** User and password; empty strings where the URL has none. */
  private static String[] credentials(URI database) {
    String info = database.getRawUserInfo() == null ? "" : database.getRawUserInfo();
    int colon = info.indexOf(':');
    return colon < 0
        ? new String[] {decode(info), ""}
        : new String[] {decode(info.substring(0, colon)), decode(info.substring(colon + 1))};
  }

  private static String decode(String part) {
    return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
  }
}
