package dev.quire.collab.owner;

import dev.quire.crdt.DocOptions;
import dev.quire.crdt.YDoc;
import dev.quire.crdt.YXmlElement;
import dev.quire.crdt.YXmlFragment;
import dev.quire.crdt.YXmlText;
import dev.quire.crdt.event.DeltaOp;
import dev.quire.crdt.fault.MalformedUpdateException;
import dev.quire.crdt.fault.WorkLimitException;
import dev.quire.wire.Bytes;
import java.util.Optional;

/**
 * What the rich text of an update reads as that is a whole history by itself: its elements and its
 * characters in their order. Attributes and formatting are left out, as editors write them in
 * different ways. Pure; made in a few milliseconds at most.
 */
public record SeedPrint(String text) {
  /** In bytes. Longer updates have no print: building them would hold up everybody on the loop. */
  static final int LONGEST = 64 << 10;

  private static final String FRAGMENT = "default";
  private static final long MAX_STEPS = 100_000;
  private static final int MAX_DEPTH = 100;

  /**
   * Empty where the update is too long, refers to something that it does not hold, is nested more
   * deeply than any text, or has no characters.
   */
  public static Optional<SeedPrint> of(Bytes update) {
    if (update.length() > LONGEST) {
      return Optional.empty();
    }
    YDoc doc = new YDoc(DocOptions.DEFAULT.withMaxSteps(MAX_STEPS));
    try {
      doc.applyUpdate(update.array());
    } catch (MalformedUpdateException | WorkLimitException unreadable) {
      return Optional.empty();
    }
    if (doc.hasPending()) {
      return Optional.empty();
    }
    Printer printer = new Printer();
    printer.print(doc.getXmlFragment(FRAGMENT), 0);
    return printer.hasCharacters && !printer.isTooDeep
        ? Optional.of(new SeedPrint(printer.out.toString()))
        : Optional.empty();
  }

  private static final class Printer {
    final StringBuilder out = new StringBuilder();
    boolean hasCharacters;
    boolean isTooDeep;

    void print(YXmlFragment parent, int depth) {
      if (depth > MAX_DEPTH) {
        isTooDeep = true;
        return;
      }
      for (Object child : parent.children()) {
        if (child instanceof YXmlText text) {
          text.toDelta().forEach(this::print);
        } else if (child instanceof YXmlElement element) {
          out.append('<').append(element.nodeName()).append('>');
          print(element, depth + 1);
          out.append("</>");
        }
      }
    }

    private void print(DeltaOp op) {
      if (op instanceof DeltaOp.Insert insert && insert.content() instanceof String characters) {
        out.append(characters.replace("<", "<<"));
        hasCharacters |= !characters.isBlank();
      } else {
        out.append("<*>");
      }
    }
  }
}
