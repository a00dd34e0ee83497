-- In which session the author made the revision; null where nobody said, as in rows from before. Of
-- segments the sessions stand behind the head (see SegmentSessions).
ALTER TABLE document_update ADD COLUMN session uuid;

-- Processes from before this would pack and merge without the sessions. So they call these no more by
-- the names that they know: what they would have packed waits for a process that knows better.
ALTER FUNCTION pack_segment(integer, uuid, bigint, bigint, bigint, bytea, bytea, bytea, bytea)
  RENAME TO pack_rows;
ALTER FUNCTION merge_segments(
  integer, uuid, bigint, bigint, bytea[], bigint[], bigint[], bigint[], bytea[], bytea[], bytea[],
  timestamptz[], bigint[], bigint[])
  RENAME TO replace_segments;
