package dev.quire.doc.content;

import dev.quire.crdt.DocOptions;
import dev.quire.crdt.YDoc;
import dev.quire.crdt.YXmlFragment;
import dev.quire.crdt.id.StateVector;
import dev.quire.doc.document.Uuid7;
import dev.quire.doc.state.StateReader;
import dev.quire.doc.state.StateReader.Loaded;
import dev.quire.richtext.ContentException;
import dev.quire.richtext.ContentLimits;
import dev.quire.richtext.Element;
import dev.quire.richtext.Format;
import dev.quire.richtext.edits.StructuredEdits;
import dev.quire.richtext.html.HtmlWriter;
import dev.quire.richtext.yjs.TreeEdit;
import dev.quire.richtext.yjs.TreeReader;
import dev.quire.wire.Bytes;
import dev.quire.wire.DocumentId;
import dev.quire.wire.SeedClients;
import dev.quire.wire.WireFailure;
import dev.quire.wire.WireFailure.Code;
import dev.quire.wire.doc.PrepareContent;
import dev.quire.wire.doc.PrepareContent.Prepared;
import io.vertx.core.Future;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/** The content of documents: shown in a format, and made to be what somebody sends in one. */
public final class Contents {
  /** Where Tiptap, ProseMirror and the editor keep rich text. */
  static final String FRAGMENT = "default";

  /** Of one piece of work, on a worker; its caller waits for twice as long. */
  private static final Duration MOST_WORK = Duration.ofSeconds(12);

  private final StateReader states;
  private final ContentLimits limits;
  private final Clock clock;
  private final RandomGenerator random;

  /**
   * @param clock for the ids of documents that are to be created
   * @param random where the client ids of edits come from
   */
  public Contents(StateReader states, ContentLimits limits, Clock clock, RandomGenerator random) {
    this.states = states;
    this.limits = limits;
    this.clock = clock;
    this.random = random;
  }

  /**
   * Content, shown.
   *
   * @param revision the revision that it shows
   */
  public record Shown(String incarnation, long revision, String body) {}

  /**
   * The content of a document in a format.
   *
   * @param at the revision to show; where the document hasn't come to it yet, the last one
   */
  public Future<Shown> show(DocumentId document, long at, ContentType type) {
    return states
        .use(
            document,
            at,
            loaded ->
                new Shown(
                    loaded.incarnation(), loaded.revision(), write(loaded.doc(), type.format())))
        .recover(Contents::told);
  }

  private String write(YDoc doc, Format format) {
    ContentLimits now = begun();
    YXmlFragment content = fragment(doc);
    return format == Format.HTML
        ? HtmlWriter.write(TreeReader.nodes(content, now), TreeReader.holdsText(content), now)
        : format.write(TreeReader.read(content, now), now);
  }

  /** The limits for work that begins now. */
  private ContentLimits begun() {
    long end = System.nanoTime() + MOST_WORK.toNanos();
    return limits.until(() -> System.nanoTime() - end > 0);
  }

  /** The edit that makes a document hold some content. */
  public Future<Prepared> prepare(PrepareContent request) {
    DocumentId edited = request.document();
    if (request.format().equals(PrepareContent.EDITS) && edited != null) {
      return states.use(edited, loaded -> edit(request.body(), loaded)).recover(Contents::told);
    }
    Format format =
        ContentType.of(request.format())
            .orElseThrow(
                () ->
                    new WireFailure(Code.INVALID, "The format must be " + ContentType.NAMES + "."))
            .format();
    DocumentId document = request.document();
    return (document == null
            ? states.work(() -> seed(format, request))
            : states.use(document, loaded -> edit(format, request.body(), loaded)))
        .recover(Contents::told);
  }

  /**
   * What brings rich text back.
   *
   * @param richText the edit
   * @param otherRoots the names of the document's other roots, which it leaves alone
   * @param freeClient a client id that neither the document nor the edit knows
   */
  public record Restored(Prepared richText, Set<String> otherRoots, long freeClient) {}

  /** The edit that makes a document's rich text again what it was at a revision. */
  public Future<Restored> prepareRestore(DocumentId document, long at) {
    return states
        .use(document, at, loaded -> TreeReader.read(fragment(loaded.doc()), begun()))
        .compose(wanted -> states.use(document, loaded -> restored(wanted, loaded)))
        .recover(Contents::told);
  }

  private Restored restored(Element wanted, Loaded loaded) {
    Prepared richText = edit(Format.PROSEMIRROR, wanted, loaded, begun());
    YDoc after = loaded.doc();
    if (!richText.update().isEmpty()) {
      after.applyUpdate(richText.update().array());
    }
    Set<String> others = new TreeSet<>(after.rootNames());
    others.remove(FRAGMENT);
    return new Restored(richText, others, newClient(after.stateVector()));
  }

  private Prepared edit(Bytes edits, Loaded loaded) {
    ContentLimits now = begun();
    Element present = TreeReader.read(fragment(loaded.doc()), now);
    Element wanted = StructuredEdits.apply(present, text(edits), now);
    return edit(Format.PROSEMIRROR, wanted, loaded, now);
  }

  private Prepared edit(Format format, Bytes body, Loaded loaded) {
    ContentLimits now = begun();
    return edit(format, format.read(text(body), now), loaded, now);
  }

  /**
   * Initial content, written under an id that says of which document it is: so it is told from
   * another's, and made twice it is the same.
   */
  private Prepared seed(Format format, PrepareContent request) {
    DocumentId given = request.created();
    DocumentId created = given == null ? DocumentId.of(Uuid7.of(clock.millis(), random)) : given;
    ContentLimits now = begun();
    Element wanted = format.read(text(request.body()), now);
    Bytes update = edit(format, wanted, new YDoc(), SeedClients.of(created), now);
    return new Prepared(0, update, "", created);
  }

  private Prepared edit(Format format, Element wanted, Loaded loaded, ContentLimits now) {
    YDoc present = loaded.doc();
    Bytes update = edit(format, wanted, present, newClient(present.stateVector()), now);
    return new Prepared(loaded.revision(), update, loaded.incarnation(), null);
  }

  private static Bytes edit(
      Format format, Element wanted, YDoc present, long client, ContentLimits now) {
    YDoc doc = new YDoc(DocOptions.DEFAULT.withClientId(client));
    doc.applyUpdate(present.encodeStateAsUpdate());
    List<byte[]> updates = new ArrayList<>(1);
    doc.onUpdate(event -> updates.add(event.update()));
    doc.transact(
        edit -> TreeEdit.apply(fragment(doc), wanted, node -> format.seen(node, now), now));
    return updates.isEmpty() ? Bytes.EMPTY : Bytes.of(updates.get(0));
  }

  /** A client id that wrote nothing here yet, from the range that yjs draws from. */
  private long newClient(StateVector known) {
    long client = random.nextInt() & 0xFFFF_FFFFL;
    return known.get(client) == 0 ? client : newClient(known);
  }

  private static YXmlFragment fragment(YDoc doc) {
    return doc.getXmlFragment(FRAGMENT);
  }

  private static String text(Bytes body) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body.array())).toString();
    } catch (CharacterCodingException malformed) {
      throw new ContentException(
          ContentException.Reason.INVALID, "The content is not UTF-8. Send it encoded so.");
    }
  }

  static <T> Future<T> told(Throwable fault) {
    return Future.failedFuture(
        fault instanceof ContentException refused ? failure(refused) : fault);
  }

  /** What to tell somebody whose content is refused. */
  public static WireFailure failure(ContentException refused) {
    Code code =
        switch (refused.reason()) {
          case INVALID -> Code.INVALID;
          case TOO_LARGE -> Code.TOO_LARGE;
          case TOO_COSTLY -> Code.TOO_COSTLY;
        };
    return new WireFailure(code, refused.detail());
  }
}
