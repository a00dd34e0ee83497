-- The revocation stream: who has another right than before, or none. Its numbers are given by one row
-- that stays locked until the change commits: they have no gap, and their order is that of the
-- commits, so that whoever has read up to the head has missed nothing (a sequence has neither).
CREATE TABLE revocation_head (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  last bigint NOT NULL DEFAULT 0,
  -- Entries up to this number are kept no longer.
  forgotten_through bigint NOT NULL DEFAULT 0
) WITH (fillfactor = 20);
INSERT INTO revocation_head DEFAULT VALUES;

-- Without a document, "who" is a sign-in that is over; with one, an account and its new role, or
-- nobody ('') where the document was deleted.
CREATE TABLE revocation (
  number bigint PRIMARY KEY,
  at timestamptz NOT NULL DEFAULT now(),
  document uuid,
  who text NOT NULL,
  role text
);
CREATE INDEX revocation_at ON revocation (at);

CREATE FUNCTION revoke_right(of_document uuid, of_whom text, new_role text) RETURNS bigint
LANGUAGE sql AS $$
  WITH next AS (UPDATE quire_doc.revocation_head SET last = last + 1 RETURNING last)
  INSERT INTO quire_doc.revocation (number, document, who, role)
  SELECT last, of_document, of_whom, new_role FROM next RETURNING number;
$$;

-- By triggers, so that no change of a right can be made without its entry; deferred to the commit, so
-- that the head is locked last and briefly. A right that somebody gains who had none takes nothing
-- away: it needs no entry.
CREATE FUNCTION member_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    PERFORM quire_doc.revoke_right(OLD.document, OLD.user_id, NULL);
  ELSIF NEW.role <> OLD.role THEN
    PERFORM quire_doc.revoke_right(NEW.document, NEW.user_id, NEW.role);
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER member_changed AFTER UPDATE OR DELETE ON document_member
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION member_changed();

CREATE FUNCTION document_deleted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' OR (NEW.deleted_at IS NOT NULL AND OLD.deleted_at IS NULL) THEN
    PERFORM quire_doc.revoke_right(OLD.id, '', NULL);
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER document_deleted AFTER UPDATE OR DELETE ON document
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION document_deleted();

-- A backup has forgotten what was revoked after it was made, and would give its numbers again: the
-- stream goes on far above all that were ever given, and everything before counts as forgotten.
CREATE OR REPLACE FUNCTION begin_incarnation() RETURNS uuid LANGUAGE sql AS $$
  UPDATE quire_doc.shard_epoch
  SET epoch = greatest((epoch >> 32) + 1, extract(epoch FROM now())::bigint - 1577836800) << 32,
      owner = '', moves_paid_until = '-infinity';
  UPDATE quire_doc.revocation_head
  SET last = greatest((last >> 32) + 1, extract(epoch FROM now())::bigint - 1577836800) << 32,
      forgotten_through =
        greatest((last >> 32) + 1, extract(epoch FROM now())::bigint - 1577836800) << 32;
  UPDATE quire_doc.log_identity SET incarnation = gen_random_uuid() RETURNING incarnation;
$$;
