package dev.quire.doc.rest;

import dev.quire.kit.rest.Problem;
import dev.quire.richtext.anchor.Place;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is asked about anchors. All of them throw a {@link Problem} that says what to send. */
final class AnchorInputs {
  /** Each may look through the whole document. */
  static final int MOST_PLACES = 200;

  static final int MOST_ANCHORS = 1_000;
  private static final int MOST_QUOTED = 1_000;
  private static final int DEEPEST = 64;

  private AnchorInputs() {}

  static List<Place> places(JsonObject body) {
    List<Place> places = new ArrayList<>();
    for (Object each : list(body, "places", MOST_PLACES)) {
      if (!(each instanceof JsonObject place)) {
        throw Problem.invalid("A place must be an object with a 'block' or a 'quote'.");
      }
      places.add(place(place));
    }
    return places;
  }

  static List<String> anchors(JsonObject body) {
    List<String> anchors = new ArrayList<>();
    for (Object each : list(body, "anchors", MOST_ANCHORS)) {
      if (!(each instanceof String anchor)) {
        throw Problem.invalid("An anchor must be a string, as making anchors gives it.");
      }
      anchors.add(anchor);
    }
    return anchors;
  }

  private static JsonArray list(JsonObject body, String name, int most) {
    if (body.getValue(name) instanceof JsonArray list && !list.isEmpty() && list.size() <= most) {
      return list;
    }
    throw Problem.invalid("'" + name + "' must be a list of 1 to " + most + ".");
  }

  private static Place place(JsonObject place) {
    if (place.containsKey("quote")) {
      String text = Inputs.required(place, "quote");
      if (text.isEmpty() || text.length() > MOST_QUOTED) {
        throw Problem.invalid("'quote' must have 1 to " + MOST_QUOTED + " characters.");
      }
      Integer occurrence = number(place.getValue("occurrence", 1));
      if (occurrence == null || occurrence == 0) {
        throw Problem.invalid("'occurrence' must be a whole number from 1.");
      }
      return new Place.Quote(
          text, occurrence, place.containsKey("block") ? path(place) : List.of());
    }
    Integer offset = null;
    if (place.containsKey("offset")) {
      offset = number(place.getValue("offset"));
      if (offset == null) {
        throw Problem.invalid("'offset' must be a whole number from 0.");
      }
    }
    return new Place.At(path(place), offset, isBefore(place));
  }

  private static boolean isBefore(JsonObject place) {
    @Nullable Object side = place.getValue("side", "after");
    if ("after".equals(side) || "before".equals(side)) {
      return "before".equals(side);
    }
    throw Problem.invalid("'side' must be after, or before: with what the place goes.");
  }

  private static List<Integer> path(JsonObject place) {
    Object block = place.getValue("block");
    JsonArray numbers = block instanceof JsonArray path ? path : new JsonArray().add(block);
    List<Integer> path = new ArrayList<>();
    for (Object each : numbers) {
      Integer number = number(each);
      if (number == null || path.size() == DEEPEST) {
        throw Problem.invalid(
            "'block' must be a block's number from 0, or a list of numbers that leads to a node.");
      }
      path.add(number);
    }
    return path;
  }

  private static @Nullable Integer number(@Nullable Object value) {
    return value instanceof Integer number && number >= 0 ? number : null;
  }
}
