package dev.quire.e2e;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Who owns which document, as collab processes tell it on their management ports. */
final class Ownership {
  private final Management management;

  Ownership(Management management) {
    this.management = management;
  }

  /** The epoch is the shard's: it has not changed hands where that is the same. */
  record Owner(int shard, long epoch, String process) {}

  /** Empty where the process is down, or knows of nobody. */
  Optional<Owner> asToldOn(int managementPort, String document) throws InterruptedException {
    try {
      var answer = management.get(managementPort, "/ownership/" + document);
      return answer.statusCode() == 200 ? Optional.of(owner(answer.body())) : Optional.empty();
    } catch (IOException itIsDown) {
      return Optional.empty();
    }
  }

  private static Owner owner(String body) {
    JsonObject answer = new JsonObject(body);
    return new Owner(
        answer.getInteger("shard"), answer.getLong("epoch"), answer.getString("ownerProcess"));
  }

  /** The owners of all these documents; empty while any has none, or the processes are at odds. */
  Optional<Map<String, Owner>> asToldOnAll(
      Collection<Integer> managementPorts, Collection<String> documents)
      throws InterruptedException {
    Map<String, Owner> owners = new TreeMap<>();
    for (int port : managementPorts) {
      for (String document : documents) {
        Optional<Owner> told = asToldOn(port, document);
        if (told.isEmpty()) {
          return Optional.empty();
        }
        Owner before = owners.putIfAbsent(document, told.get());
        if (before != null && !before.equals(told.get())) {
          return Optional.empty();
        }
      }
    }
    return Optional.of(owners);
  }
}
