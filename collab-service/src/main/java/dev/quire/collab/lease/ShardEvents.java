package dev.quire.collab.lease;

/** What lanes learn about shards by appending. Called from any thread. */
public interface ShardEvents {
  /** An append was refused: the shard has this higher epoch. */
  void fenced(int shard, long byEpoch);

  /** The lane raised the epoch itself, to settle an append of unknown outcome. */
  void raised(int shard, long epoch);

  /** A lane has worked for the shard's documents, so many points' worth. */
  default void worked(int shard, int points) {}
}
