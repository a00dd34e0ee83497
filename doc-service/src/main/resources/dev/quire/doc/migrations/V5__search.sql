-- What search looks in: a document's title and text at a revision. Made from the log, and never the
-- only copy of anything.
CREATE TABLE document_text (
  document uuid PRIMARY KEY REFERENCES document ON DELETE CASCADE,
  revision bigint NOT NULL,
  body text NOT NULL,
  words tsvector NOT NULL
);
CREATE INDEX document_text_words ON document_text USING gin (words);

-- Documents whose text is to be read again. A mark is never given twice: who finishes one that is not
-- the present one has been overtaken by an edit. A claim is a lease: what its holder lost comes back.
CREATE SEQUENCE text_due_mark;
CREATE TABLE text_due (
  document uuid PRIMARY KEY REFERENCES document ON DELETE CASCADE,
  mark bigint NOT NULL DEFAULT nextval('text_due_mark'),
  due_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX text_due_at ON text_due (due_at);
