-- The log's identity. A restore from backup gives it another one, which voids every revision that
-- anybody remembers.
CREATE TABLE log_identity (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  incarnation uuid NOT NULL DEFAULT gen_random_uuid()
);
INSERT INTO log_identity DEFAULT VALUES;

-- Who can write: the holder of a shard's highest epoch. Epoch 0 is nobody's. The rows are locked by
-- every append, so they keep room on their pages.
CREATE TABLE shard_epoch (
  shard integer PRIMARY KEY CHECK (shard BETWEEN 0 AND 1023),
  epoch bigint NOT NULL DEFAULT 0,
  owner text NOT NULL DEFAULT '',
  fence bigint NOT NULL DEFAULT 0,
  changed_at timestamptz NOT NULL DEFAULT now()
) WITH (fillfactor = 50);
INSERT INTO shard_epoch (shard) SELECT generate_series(0, 1023);

-- The log: rows are inserted once and never changed. No foreign key to document: its check would
-- lock a row per update on the hot path, and the owner has opened the document before it appends.
CREATE TABLE document_update (
  revision bigint NOT NULL CHECK (revision > 0),
  epoch bigint NOT NULL,
  received_at timestamptz NOT NULL DEFAULT now(),
  document uuid NOT NULL,
  shard integer NOT NULL,
  author text NOT NULL,
  update bytea NOT NULL,
  PRIMARY KEY (shard, document, revision)
) PARTITION BY RANGE (shard);

-- A shard is a hash of the document's id already, so ranges of shards are hash partitions: even, and,
-- unlike the server's own hash, the same on every machine and version, and in a copy of the data.
DO $$
BEGIN
  FOR part IN 0..63 LOOP
    EXECUTE format(
      'CREATE TABLE document_update_%s PARTITION OF document_update FOR VALUES FROM (%s) TO (%s)',
      to_char(part, 'FM00'), part * 16, (part + 1) * 16);
  END LOOP;
END $$;

-- A document's last revision, null where it has none, read from the one partition that can have it.
-- A query over document_update with the shard from a join would set up the scans of all 64 partitions
-- first, which costs more than the rest of an append; here each partition has a plan of its own.
-- VOLATILE, so that it sees what was committed up to the call and not up to the calling statement's
-- start: the append calls it when it has waited for the shard's epoch.
DO $$
DECLARE
  body text := '';
BEGIN
  FOR eighth IN 0..7 LOOP
    body := body || format('IF of_shard < %s THEN ', (eighth + 1) * 128);
    FOR part IN eighth * 8 .. eighth * 8 + 7 LOOP
      body := body || format(
        'IF of_shard < %s THEN RETURN (SELECT revision FROM quire_doc.document_update_%s'
        ' WHERE shard = of_shard AND document = of_document ORDER BY revision DESC LIMIT 1);'
        ' END IF; ',
        (part + 1) * 16, to_char(part, 'FM00'));
    END LOOP;
    body := body || 'END IF; ';
  END LOOP;
  EXECUTE format(
    'CREATE FUNCTION last_revision(of_shard integer, of_document uuid) RETURNS bigint'
    ' LANGUAGE plpgsql VOLATILE AS %L',
    'BEGIN ' || body || 'RETURN NULL; END');
END $$;

-- What people see of a document. Never written by an edit: its revision and time of change are read
-- from the log. A name means something within its realm, as a user id does.
CREATE TABLE document (
  id uuid PRIMARY KEY,
  shard integer NOT NULL CHECK (shard BETWEEN 0 AND 1023),
  realm text NOT NULL CHECK (realm IN ('quire', 'external')),
  name text,
  title text NOT NULL,
  created_by text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  changed_at timestamptz NOT NULL DEFAULT now(),
  deleted_at timestamptz,
  UNIQUE (realm, name)
);

CREATE TABLE document_member (
  document uuid NOT NULL REFERENCES document ON DELETE CASCADE,
  user_id text NOT NULL,
  role text NOT NULL CHECK (role IN ('viewer', 'commenter', 'editor', 'owner')),
  -- As auth-service knew it when the member was added; null where nobody asked.
  display_name text,
  since timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (document, user_id)
);
CREATE INDEX document_member_user ON document_member (user_id, document DESC);

-- The snapshot that loading starts from. Its chunks are stored first; this row makes them current.
CREATE TABLE document_snapshot (
  document uuid PRIMARY KEY REFERENCES document ON DELETE CASCADE,
  revision bigint NOT NULL,
  epoch bigint NOT NULL,
  chunks integer NOT NULL,
  bytes bigint NOT NULL,
  stored_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE document_snapshot_chunk (
  document uuid NOT NULL REFERENCES document ON DELETE CASCADE,
  revision bigint NOT NULL,
  epoch bigint NOT NULL,
  chunk integer NOT NULL,
  bytes bytea NOT NULL,
  PRIMARY KEY (document, revision, epoch, chunk)
);
-- Compressed already.
ALTER TABLE document_snapshot_chunk ALTER COLUMN bytes SET STORAGE EXTERNAL;
