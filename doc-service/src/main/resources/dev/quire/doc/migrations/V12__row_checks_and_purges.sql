-- CRC-32C of a row's document, revision, epoch, author and update, by whoever appends it (see
-- RowCheck): what tells a damaged row from a damaged snapshot. Null in rows from before.
ALTER TABLE document_update ADD COLUMN check_sum integer;

-- A deleted document whose time of grace is over is marked, and then nothing brings it back: its rows
-- go in batches, and this one last.
ALTER TABLE document ADD COLUMN purged_at timestamptz;
CREATE INDEX document_deleted_at ON document (deleted_at) WHERE deleted_at IS NOT NULL;
CREATE INDEX document_purged_at ON document (purged_at, id) WHERE purged_at IS NOT NULL;
