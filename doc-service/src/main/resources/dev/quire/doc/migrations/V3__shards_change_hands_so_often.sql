-- Up to when a shard's changes of hands are paid for, at ten seconds each. One that is paid for more
-- than thirty seconds ahead stays where it is (the generic cell rate algorithm: four at once, then
-- one in ten seconds).
ALTER TABLE shard_epoch ADD COLUMN moves_paid_until timestamptz NOT NULL DEFAULT '-infinity';
