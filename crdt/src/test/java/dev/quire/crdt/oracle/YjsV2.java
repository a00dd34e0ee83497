package dev.quire.crdt.oracle;

import java.util.ArrayList;
import java.util.List;

/** What yjs does with update format v2. */
final class YjsV2 {
  private final LiveYjs yjs;

  YjsV2(LiveYjs yjs) {
    this.yjs = yjs;
  }

  /** yjs's conversion of v1 updates. */
  List<byte[]> ofV1(List<byte[]> updates) {
    return yjs.ask("v2of " + LiveYjs.base64(updates)).allBytes("update");
  }

  /** yjs's conversion to v1 updates. */
  List<byte[]> toV1(List<byte[]> updates) {
    return yjs.ask("v1of " + LiveYjs.base64(updates)).allBytes("update");
  }

  /** What a document with these v1 updates answers to a state vector. */
  byte[] state(byte[] vector, List<byte[]> updates) {
    List<byte[]> all = new ArrayList<>(List.of(vector));
    all.addAll(updates);
    return yjs.ask("statev2 " + LiveYjs.base64(all)).oneBytes("update");
  }

  /** What a document is after these v2 updates. */
  OracleRecord load(List<byte[]> updates) {
    return yjs.ask("loadv2 " + LiveYjs.base64(updates));
  }

  byte[] merge(List<byte[]> updates) {
    return yjs.ask("mergev2 " + LiveYjs.base64(updates)).oneBytes("update");
  }

  byte[] diff(byte[] update, byte[] vector) {
    return yjs.ask("diffv2 " + LiveYjs.base64(List.of(update, vector))).oneBytes("update");
  }

  byte[] stateVector(byte[] update) {
    return yjs.ask("vectorv2 " + LiveYjs.base64(List.of(update))).oneBytes("vector");
  }
}
