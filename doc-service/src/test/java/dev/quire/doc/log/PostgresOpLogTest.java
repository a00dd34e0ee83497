package dev.quire.doc.log;

import dev.quire.wire.doc.LogUnderTest;
import dev.quire.wire.doc.OpLogContract;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The contract, held by PostgreSQL. */
final class PostgresOpLogTest extends OpLogContract {
  private static @Nullable PostgresUnderTest subject;

  @BeforeAll
  static void open() {
    subject = new PostgresUnderTest();
  }

  @AfterAll
  static void close() {
    if (subject != null) {
      subject.close();
    }
  }

  @Override
  protected LogUnderTest log() {
    if (subject == null) {
      throw new IllegalStateException("not open");
    }
    return subject;
  }
}
