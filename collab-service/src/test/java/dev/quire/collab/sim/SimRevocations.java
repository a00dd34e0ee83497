package dev.quire.collab.sim;

import dev.quire.wire.doc.ReadRevocations;
import dev.quire.wire.doc.Revocation;
import java.util.ArrayList;
import java.util.List;

/** The revocation stream, which no backup changes. */
final class SimRevocations {
  private final List<Revocation> entries = new ArrayList<>();

  /** The last number given. */
  long head() {
    return entries.size();
  }

  void end(String signIn) {
    entries.add(new Revocation.SignInEnded(head() + 1, signIn));
  }

  ReadRevocations.Page read(ReadRevocations read) {
    List<Revocation> page = entries.subList((int) read.after(), entries.size());
    return new ReadRevocations.Page(head(), 0, List.copyOf(page));
  }
}
