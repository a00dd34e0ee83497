-- What was committed before this time is merged as the retention rule says; infinity where the whole
-- segment is.
ALTER TABLE log_segment ADD COLUMN merged_until timestamptz NOT NULL DEFAULT '-infinity';
-- Revisions that are no longer kept: of each merged item all but its last. What is named must not be
-- one of them.
ALTER TABLE log_segment ADD COLUMN merged int8multirange NOT NULL DEFAULT '{}';

-- When a document's oldest row was committed; null where that is its last and so not packed.
CREATE FUNCTION oldest_packable(of_shard integer, of_document uuid) RETURNS timestamptz
LANGUAGE sql STABLE AS $$
  SELECT received_at FROM quire_doc.document_update
  WHERE shard = of_shard AND document = of_document
    AND revision < quire_doc.last_revision(of_shard, of_document)
  ORDER BY revision LIMIT 1
$$;

-- Puts segments in the place of others that hold the same revisions, some of them merged. False, and
-- nothing is changed, where the others are not what they were when they were read, where somebody
-- has named a revision that would not be kept, or where the document is being packed or is gone.
-- Naming takes the document's row as well, so that of the two one sees the other.
CREATE FUNCTION merge_segments(
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

-- Names a revision: a row, or none where the document has as many versions as it may or the revision
-- is not kept. The id of a request that begins again gives what it created.
CREATE FUNCTION name_version(
  of_id uuid, of_document uuid, of_name text, of_revision bigint, of_author text, most integer)
  RETURNS SETOF document_version
LANGUAGE plpgsql AS $$
BEGIN
  PERFORM FROM quire_doc.document WHERE id = of_document FOR SHARE;
  INSERT INTO quire_doc.document_version (id, document, name, revision, author)
  SELECT of_id, of_document, of_name, of_revision, of_author
  WHERE (SELECT count(*) FROM quire_doc.document_version WHERE document = of_document) < most
    AND NOT EXISTS (
      SELECT FROM quire_doc.log_segment AS segment
      WHERE segment.shard = (SELECT shard FROM quire_doc.document WHERE id = of_document)
        AND segment.document = of_document
        AND segment.first_revision <= of_revision AND segment.last_revision >= of_revision
        AND of_revision <@ segment.merged)
  ON CONFLICT (id) DO NOTHING;
  RETURN QUERY SELECT * FROM quire_doc.document_version
  WHERE id = of_id AND document = of_document;
END $$;
