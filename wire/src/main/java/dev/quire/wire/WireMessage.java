package dev.quire.wire;

/**
 * A message between services: an immutable record registered in {@link WireTypes}.
 *
 * <p>Components may be {@code boolean}, {@code int}, {@code long}, {@link String}, {@link Bytes},
 * {@link DocumentId}, enums, other records, sealed interfaces of registered records, and {@link
 * java.util.List}s of these; a component that may be absent is marked {@code @Nullable}. New
 * components are only ever added at the end: an older reader skips them, a newer reader takes
 * {@code 0}, {@code false}, {@code ""}, empty or {@code null} for what an older writer left out.
 */
public interface WireMessage {}
