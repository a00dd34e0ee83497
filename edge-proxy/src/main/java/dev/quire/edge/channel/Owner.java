package dev.quire.edge.channel;

/**
 * Who owns a document just now, and where it is reached.
 *
 * @param process a collab process by its name
 * @param lane the lane of that process
 * @param epoch under which it owns the document's shard
 */
public record Owner(String process, int lane, long epoch) {}
