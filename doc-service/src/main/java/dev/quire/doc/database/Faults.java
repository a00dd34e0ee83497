package dev.quire.doc.database;

import dev.quire.wire.WireFailure;
import dev.quire.wire.WireFailure.Code;
import io.vertx.pgclient.PgException;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a fault of the database means for whoever asked. */
public final class Faults {
  private static final Logger log = LoggerFactory.getLogger(Faults.class);

  private static final String UNIQUE_VIOLATION = "23505";
  private static final String SERIALIZATION_FAILURE = "40001";
  private static final String DEADLOCK_DETECTED = "40P01";

  /** Raised while a statement runs, before its commit: it was rolled back, beyond doubt. */
  private static final Set<String> MET_ANOTHER =
      Set.of(UNIQUE_VIOLATION, SERIALIZATION_FAILURE, DEADLOCK_DETECTED);

  private Faults() {}

  /** Whether the statement met a concurrent one, was rolled back, and can be run again. */
  public static boolean metAnother(Throwable fault) {
    return fault instanceof PgException postgres && MET_ANOTHER.contains(postgres.getSqlState());
  }

  /** Whether the statement was rolled back because the row exists already. */
  public static boolean existsAlready(Throwable fault) {
    return fault instanceof PgException postgres && UNIQUE_VIOLATION.equals(postgres.getSqlState());
  }

  /**
   * Whether the client found the connection dead before it sent anything: the server had closed it
   * while it lay in the pool. The client has no type for this, only words.
   */
  static boolean wasNotSent(Throwable fault) {
    return String.valueOf(fault.getMessage()).startsWith("Connection is not active now");
  }

  /** Of a connection that could not be had: nothing was sent. */
  static WireFailure ofConnecting(Throwable fault) {
    if (fault instanceof WireFailure failure) {
      return failure;
    }
    String message = String.valueOf(fault.getMessage());
    if (message.contains("wait queue")) {
      return new WireFailure(
          Code.OVERLOADED, "Too many requests wait for the database. Try again.");
    }
    log.warn("no connection to the database: {}", message);
    return new WireFailure(Code.UNAVAILABLE, "The database is away. Try again in a moment.");
  }

  /**
   * Of a statement that was sent. Only what is rolled back for certain is said to be; a connection
   * lost, a session terminated or a time limit leave it open, because PostgreSQL can report any of
   * them with the commit already done.
   */
  public static WireFailure ofStatement(Throwable fault) {
    if (fault instanceof WireFailure failure) {
      return failure;
    }
    if (metAnother(fault)) {
      return new WireFailure(Code.OVERLOADED, "Others change the same rows. Try again.");
    }
    if (isOfItsData(fault)) {
      log.error("the database refused the data of a statement", fault);
      return new WireFailure(
          Code.INVALID,
          "The database can't keep this (SQLSTATE "
              + ((PgException) fault).getSqlState()
              + "): sending it again is no use. The server's log says what is wrong with it.");
    }
    if (fault instanceof PgException postgres && !isInterruption(postgres)) {
      log.error("the database refused a statement", fault);
      return new WireFailure(
          Code.INTERNAL, "The database refused a statement; the server's log says why.");
    }
    log.warn("the outcome of a statement is not known: {}", fault.getMessage());
    return new WireFailure(
        Code.TIMEOUT, "The connection to the database was lost; it may or may not be done.");
  }

  /**
   * Class 22 (data exception): raised for a value, before anything was done, and raised again
   * whenever the value comes.
   */
  private static boolean isOfItsData(Throwable fault) {
    return fault instanceof PgException postgres
        && String.valueOf(postgres.getSqlState()).startsWith("22");
  }

  /** Classes 57 (operator intervention, time limits too) and 08 (connection exception). */
  private static boolean isInterruption(PgException fault) {
    String state = String.valueOf(fault.getSqlState());
    return state.startsWith("57") || state.startsWith("08");
  }
}
