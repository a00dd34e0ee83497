-- Runs of the log, packed: the rows of their revisions are deleted in the transaction that inserts
-- them. Every reader of the log reads rows and segments in one statement, so in one snapshot of both.
-- One row for hundreds or thousands of updates: not partitioned.
CREATE TABLE log_segment (
  shard integer NOT NULL,
  document uuid NOT NULL,
  first_revision bigint NOT NULL CHECK (first_revision > 0),
  last_revision bigint NOT NULL CHECK (last_revision >= first_revision),
  -- Of the updates, before they were packed.
  update_bytes bigint NOT NULL,
  -- Revisions, epochs, authors, times and lengths; history reads these alone.
  head bytea NOT NULL,
  updates bytea NOT NULL,
  -- SHA-256 of both before they were compressed.
  digest bytea NOT NULL,
  packed_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (shard, document, last_revision)
);
-- Compressed already.
ALTER TABLE log_segment ALTER COLUMN head SET STORAGE EXTERNAL;
ALTER TABLE log_segment ALTER COLUMN updates SET STORAGE EXTERNAL;

-- Puts a segment in the place of its rows, or raises and changes nothing: where a row is not there,
-- or their updates are not the ones that were packed, or the document's last row is among them. False
-- where another process packs this document.
CREATE FUNCTION pack_segment(
  of_shard integer, of_document uuid, of_first bigint, of_last bigint, of_bytes bigint,
  of_head bytea, of_updates bytea, of_digest bytea, of_rows_digest bytea) RETURNS boolean
LANGUAGE plpgsql AS $$
DECLARE
  removed bigint;
  removed_digest bytea;
BEGIN
  IF NOT pg_try_advisory_xact_lock(hashtextextended(of_document::text, 7308332)) THEN
    RETURN false;
  END IF;
  IF of_first - 1 <> coalesce((
      SELECT last_revision FROM quire_doc.log_segment
      WHERE shard = of_shard AND document = of_document ORDER BY last_revision DESC LIMIT 1), 0) THEN
    RETURN false;
  END IF;
  IF of_last >= coalesce(quire_doc.last_revision(of_shard, of_document), 0) THEN
    RAISE EXCEPTION 'revision % of document % is its last and stays a row', of_last, of_document;
  END IF;
  WITH gone AS (
    DELETE FROM quire_doc.document_update
    WHERE shard = of_shard AND document = of_document AND revision BETWEEN of_first AND of_last
    RETURNING revision, update
  )
  SELECT count(*), sha256(coalesce(string_agg(update, ''::bytea ORDER BY revision), ''::bytea))
  INTO removed, removed_digest FROM gone;
  IF removed <> of_last - of_first + 1 OR removed_digest <> of_rows_digest THEN
    RAISE EXCEPTION 'revisions % to % of document % are not what was packed',
      of_first, of_last, of_document;
  END IF;
  INSERT INTO quire_doc.log_segment
    (shard, document, first_revision, last_revision, update_bytes, head, updates, digest)
  VALUES (of_shard, of_document, of_first, of_last, of_bytes, of_head, of_updates, of_digest);
  RETURN true;
END $$;
