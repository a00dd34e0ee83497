package dev.quire.crdt.v2;

import dev.quire.crdt.fault.MalformedUpdateException;
import dev.quire.crdt.fault.MalformedUpdateException.Fault;
import dev.quire.crdt.lib0.Lib0Reader;

/** Text that isn't JSON in v1, or a value in v2 for which JSON has no form. */
final class JsonFault {
  private JsonFault() {}

  static MalformedUpdateException of(Lib0Reader in, IllegalArgumentException cause) {
    MalformedUpdateException malformed =
        in.malformed(Fault.INVALID_JSON, String.valueOf(cause.getMessage()));
    malformed.initCause(cause);
    return malformed;
  }
}
