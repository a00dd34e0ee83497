package dev.quire.crdt.content;

import dev.quire.crdt.id.Subdocument;
import dev.quire.crdt.lib0.AnyCodec;
import dev.quire.crdt.lib0.Lib0Writer;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A subdocument: a reference to another document, whose content travels apart. */
public final class ContentDoc implements AtomicContent {
  /** Its number in the format. */
  public static final int REF = 9;

  private final Subdocument subdocument;

  public ContentDoc(Subdocument subdocument) {
    this.subdocument = subdocument;
  }

  /** The reference. */
  public Subdocument subdocument() {
    return subdocument;
  }

  @Override
  public int ref() {
    return REF;
  }

  @Override
  public boolean isCountable() {
    return true;
  }

  @Override
  public void write(Lib0Writer out, long offset) {
    out.writeVarString(subdocument.guid());
    AnyCodec.write(out, options());
  }

  /** What differs from the defaults, in the order in which yjs writes it. */
  private Map<String, @Nullable Object> options() {
    Map<String, @Nullable Object> options = new LinkedHashMap<>();
    if (!subdocument.gc()) {
      options.put("gc", false);
    }
    if (subdocument.autoLoad()) {
      options.put("autoLoad", true);
    }
    if (subdocument.meta() != null) {
      options.put("meta", subdocument.meta());
    }
    return options;
  }

  @Override
  public List<@Nullable Object> values() {
    return Collections.singletonList(subdocument);
  }
}
