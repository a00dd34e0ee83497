/**
 * doc-service: documents, their op log, epochs and snapshots, in PostgreSQL. The truth is there
 * alone, so processes of this service come and go without a word.
 *
 * <p>{@link dev.quire.doc.DocService} wires: {@code log} appends and reads, {@code snapshot} speeds
 * up loading, {@code compaction} packs old revisions into {@code segment}s, {@code purge} ends
 * deleted documents, {@code integrity} checks what is stored, {@code replica} reads copies, {@code
 * document} knows titles and rights, {@code rest} answers people, {@code database} reaches the
 * server. Everything runs on one event loop; what blocks or takes long runs on workers.
 */
@NullMarked
package dev.quire.doc;

import org.jspecify.annotations.NullMarked;
