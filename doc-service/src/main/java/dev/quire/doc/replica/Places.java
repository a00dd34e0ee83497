package dev.quire.doc.replica;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalLong;

/** Where the primary's write-ahead log stood when. Times are of any clock that only goes on. */
final class Places {
  /** At a note a second, half a minute: older than that is too old for anybody. */
  private static final int MOST = 30;

  private record Place(long bytes, long atMillis) {}

  private final Deque<Place> places = new ArrayDeque<>();

  /** The primary stood there, or further on, at that time. */
  void note(long bytes, long atMillis) {
    places.addLast(new Place(bytes, atMillis));
    if (places.size() > MOST) {
      places.removeFirst();
    }
  }

  /** How old a copy that has come so far can be at most, in milliseconds; empty where too old. */
  OptionalLong age(long bytes, long nowMillis) {
    OptionalLong age = OptionalLong.empty();
    for (Place place : places) {
      if (place.bytes() <= bytes) {
        age = OptionalLong.of(nowMillis - place.atMillis());
      }
    }
    return age;
  }
}
