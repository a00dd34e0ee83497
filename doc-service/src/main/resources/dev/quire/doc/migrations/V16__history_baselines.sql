-- Documents as they were at some revisions, with everything that was deleted still in them and who
-- wrote what: where replaying the log begins. Each is made from the log and can be made again.
CREATE TABLE history_baseline (
  document uuid NOT NULL REFERENCES document ON DELETE CASCADE,
  -- The last of a segment.
  revision bigint NOT NULL CHECK (revision > 0),
  -- Of state and writers; readers pass over those that they don't know.
  format smallint NOT NULL,
  -- Bytes of updates up to the revision, as they were written and as they are packed.
  log_bytes bigint NOT NULL,
  packed_bytes bigint NOT NULL,
  -- Null where a baseline was not worth its bytes: the next one is made only further on.
  state bytea,
  writers bytea,
  -- SHA-256 of document, revision, and both before they were compressed.
  digest bytea,
  kept_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (document, revision)
);
-- Compressed already.
ALTER TABLE history_baseline ALTER COLUMN state SET STORAGE EXTERNAL;
ALTER TABLE history_baseline ALTER COLUMN writers SET STORAGE EXTERNAL;

-- Keeps a baseline and drops others. False, and nothing is changed, where the segments below it are
-- not the ones that it was made from, or the document is being packed or merged or is gone.
CREATE FUNCTION keep_baseline(
  of_shard integer, of_document uuid, of_revision bigint, of_format integer, of_log_bytes bigint,
  of_packed_bytes bigint, of_state bytea, of_writers bytea, of_digest bytea, of_segments bytea,
  dropped bigint[]) RETURNS boolean
LANGUAGE plpgsql AS $$
DECLARE
  present bytea;
BEGIN
  IF NOT pg_try_advisory_xact_lock(hashtextextended(of_document::text, 7308332)) THEN
    RETURN false;
  END IF;
  PERFORM FROM quire_doc.document WHERE id = of_document AND purged_at IS NULL FOR KEY SHARE;
  IF NOT FOUND THEN
    RETURN false;
  END IF;
  SELECT sha256(string_agg(digest, ''::bytea ORDER BY last_revision)) INTO present
  FROM quire_doc.log_segment
  WHERE shard = of_shard AND document = of_document AND last_revision <= of_revision;
  IF present IS DISTINCT FROM of_segments THEN
    RETURN false;
  END IF;
  DELETE FROM quire_doc.history_baseline
  WHERE document = of_document
    AND (revision = ANY (dropped) OR revision = of_revision OR state IS NULL);
  INSERT INTO quire_doc.history_baseline
    (document, revision, format, log_bytes, packed_bytes, state, writers, digest)
  VALUES (of_document, of_revision, of_format, of_log_bytes, of_packed_bytes, of_state, of_writers,
          of_digest);
  RETURN true;
END $$;

-- As before; and the baselines go that know of revisions which are merged here, or stood where a
-- segment ended that has no successor.
CREATE OR REPLACE FUNCTION replace_segments(
  of_shard integer, of_document uuid, of_first bigint, of_last bigint, old_digests bytea[],
  new_first bigint[], new_last bigint[], new_bytes bigint[], new_head bytea[], new_updates bytea[],
  new_digest bytea[], new_merged_until timestamptz[], merged_from bigint[], merged_to bigint[])
  RETURNS boolean
LANGUAGE plpgsql AS $$
DECLARE
  present bytea[];
  gone int8multirange;
BEGIN
  IF NOT pg_try_advisory_xact_lock(hashtextextended(of_document::text, 7308332)) THEN
    RETURN false;
  END IF;
  PERFORM FROM quire_doc.document WHERE id = of_document AND purged_at IS NULL FOR NO KEY UPDATE;
  IF NOT FOUND THEN
    RETURN false;
  END IF;
  SELECT coalesce(range_agg(int8range(span.first, span.last)), '{}') INTO gone
  FROM unnest(merged_from, merged_to) AS span (first, last);
  IF EXISTS (
      SELECT FROM quire_doc.document_version
      WHERE document = of_document AND revision <@ gone) THEN
    RETURN false;
  END IF;
  SELECT array_agg(digest ORDER BY last_revision) INTO present FROM quire_doc.log_segment
  WHERE shard = of_shard AND document = of_document
    AND last_revision >= of_first AND first_revision <= of_last;
  IF present IS DISTINCT FROM old_digests THEN
    RETURN false;
  END IF;
  IF new_first[1] <> of_first OR new_last[cardinality(new_last)] <> of_last
      OR EXISTS (
        SELECT FROM generate_subscripts(new_first, 1) AS i
        WHERE i > 1 AND new_first[i] <> new_last[i - 1] + 1) THEN
    RAISE EXCEPTION 'revisions % to % of document % are not all there after merging',
      of_first, of_last, of_document;
  END IF;
  DELETE FROM quire_doc.history_baseline WHERE document = of_document AND revision >= of_first;
  DELETE FROM quire_doc.log_segment
  WHERE shard = of_shard AND document = of_document
    AND last_revision >= of_first AND first_revision <= of_last;
  INSERT INTO quire_doc.log_segment
    (shard, document, first_revision, last_revision, update_bytes, head, updates, digest,
     merged_until, merged)
  SELECT of_shard, of_document, part.first, part.last, part.bytes, part.head, part.updates,
         part.digest, part.until, gone * int8multirange(int8range(part.first, part.last, '[]'))
  FROM unnest(new_first, new_last, new_bytes, new_head, new_updates, new_digest, new_merged_until)
    AS part (first, last, bytes, head, updates, digest, until);
  RETURN true;
END $$;
