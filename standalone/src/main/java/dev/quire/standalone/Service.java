package dev.quire.standalone;

import dev.quire.auth.AuthService;
import dev.quire.collab.CollabService;
import dev.quire.doc.DocService;
import dev.quire.edge.EdgeService;
import dev.quire.kit.Health;
import dev.quire.kit.InvalidSetting;
import dev.quire.kit.Settings;
import dev.quire.presence.PresenceService;
import io.vertx.core.VerticleBase;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The services, each before those that call it. */
enum Service {
  DOC,
  AUTH,
  PRESENCE,
  COLLAB,
  EDGE;

  /** Reads and checks the service's settings; does nothing else before it is deployed. */
  VerticleBase verticle(Settings settings, Health health) {
    return switch (this) {
      case DOC -> new DocService(settings, health);
      case AUTH -> new AuthService(settings, health);
      case PRESENCE -> new PresenceService(settings, health);
      case COLLAB -> new CollabService(settings, health);
      case EDGE -> new EdgeService(settings, health);
    };
  }

  /** As in process names: {@code collab}. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Service named(String label) {
    return Arrays.stream(values())
        .filter(service -> service.label().equals(label))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidSetting(
                    "The service",
                    "is '"
                        + label
                        + "': name one of "
                        + Arrays.stream(values())
                            .map(Service::label)
                            .collect(Collectors.joining(", "))
                        + "."));
  }
}
