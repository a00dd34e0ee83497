package dev.quire.doc.link;

import java.util.List;
import java.util.UUID;

/** What people without an account are shown as: the same name for as long as they stay. */
final class VisitorName {
  private static final List<String> ANIMALS =
      List.of(
          "Alpaca",
          "Badger",
          "Beaver",
          "Bison",
          "Camel",
          "Crane",
          "Deer",
          "Dolphin",
          "Falcon",
          "Ferret",
          "Finch",
          "Gecko",
          "Hare",
          "Hedgehog",
          "Heron",
          "Ibex",
          "Jay",
          "Kiwi",
          "Koala",
          "Lemur",
          "Lynx",
          "Marten",
          "Mole",
          "Newt",
          "Otter",
          "Owl",
          "Panda",
          "Puffin",
          "Quail",
          "Raven",
          "Robin",
          "Seal",
          "Stork",
          "Swan",
          "Tapir",
          "Toad",
          "Vole",
          "Walrus",
          "Wren",
          "Yak");

  private VisitorName() {}

  static String of(UUID visitor) {
    return "Guest " + ANIMALS.get(Math.floorMod(visitor.hashCode(), ANIMALS.size()));
  }
}
