package dev.quire.bench.crdt;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** All cases by name: those of {@code node/crdt/cases.mjs}. */
final class Cases {
  private static final Map<String, Case.Factory> ALL = all();

  private Cases() {}

  private static Map<String, Case.Factory> all() {
    Map<String, Case.Factory> cases = new LinkedHashMap<>();
    TraceCases.addTo(cases);
    OneWriterCases.addTo(cases);
    TwoWriterCases.addTo(cases);
    ManyWriterCases.addTo(cases);
    EditingTraceCases.addTo(cases);
    return Collections.unmodifiableMap(cases);
  }

  static Map<String, Case.Factory> byName() {
    return ALL;
  }
}
