-- A revision that somebody gave a name. The log holds what it was.
CREATE TABLE document_version (
  id uuid PRIMARY KEY,
  document uuid NOT NULL REFERENCES document ON DELETE CASCADE,
  name text NOT NULL,
  revision bigint NOT NULL CHECK (revision >= 0),
  author text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX document_version_document ON document_version (document, id DESC);
