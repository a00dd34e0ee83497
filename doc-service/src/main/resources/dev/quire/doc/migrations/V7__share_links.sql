-- Links that give a role to whoever opens them, by the SHA-256 of their tokens. A link that was ended,
-- or is over, is deleted, and what it gave with it.
CREATE TABLE document_link (
  id uuid PRIMARY KEY,
  document uuid NOT NULL REFERENCES document ON DELETE CASCADE,
  token_hash bytea NOT NULL UNIQUE,
  role text NOT NULL CHECK (role IN ('viewer', 'commenter', 'editor')),
  created_by text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz
);
CREATE INDEX document_link_document ON document_link (document, id DESC);
CREATE INDEX document_link_expiry ON document_link (expires_at) WHERE expires_at IS NOT NULL;

-- Who has opened a link.
CREATE TABLE document_link_guest (
  link uuid NOT NULL REFERENCES document_link ON DELETE CASCADE,
  user_id text NOT NULL,
  document uuid NOT NULL REFERENCES document ON DELETE CASCADE,
  since timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (link, user_id)
);
CREATE INDEX document_link_guest_user ON document_link_guest (user_id, document DESC);

-- Roles in their order, and back; null for none.
CREATE FUNCTION role_rank(role text) RETURNS integer LANGUAGE sql IMMUTABLE AS $$
  SELECT array_position(ARRAY['viewer', 'commenter', 'editor', 'owner'], role)
$$;
CREATE FUNCTION role_of_rank(rank integer) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT (ARRAY['viewer', 'commenter', 'editor', 'owner'])[rank]
$$;

-- The highest of all that an account has been given on a document; null where that is nothing.
CREATE FUNCTION effective_role(of_document uuid, of_whom text) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT quire_doc.role_of_rank(max(quire_doc.role_rank(role))) FROM (
    SELECT role FROM quire_doc.document_member
    WHERE document = of_document AND user_id = of_whom
    UNION ALL
    SELECT link.role FROM quire_doc.document_link_guest AS guest
    JOIN quire_doc.document_link AS link ON link.id = guest.link
    WHERE guest.document = of_document AND guest.user_id = of_whom
      AND (link.expires_at IS NULL OR link.expires_at > now())
  ) AS given
$$;

-- An entry with the role that somebody has now. The number is taken first: it is where changes wait
-- for each other, and whoever has waited sees what the one before has done. The other way round, two
-- that take two roles from somebody at once would each write that the other one is left.
CREATE FUNCTION right_changed(of_document uuid, of_whom text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  next bigint;
BEGIN
  UPDATE quire_doc.revocation_head SET last = last + 1 RETURNING last INTO next;
  INSERT INTO quire_doc.revocation (number, document, who, role)
  VALUES (next, of_document, of_whom, quire_doc.effective_role(of_document, of_whom));
END $$;

-- An owner who comes to be with the document needs no entry, and documents that are made at the same
-- time need not wait for each other. Somebody who becomes a member later may be here already.
CREATE OR REPLACE FUNCTION member_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    PERFORM quire_doc.right_changed(OLD.document, OLD.user_id);
  ELSIF TG_OP = 'UPDATE' THEN
    IF NEW.role <> OLD.role THEN
      PERFORM quire_doc.right_changed(NEW.document, NEW.user_id);
    END IF;
  ELSIF EXISTS (
    SELECT FROM quire_doc.document WHERE id = NEW.document AND created_at < NEW.since
  ) THEN
    PERFORM quire_doc.right_changed(NEW.document, NEW.user_id);
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER member_added AFTER INSERT ON document_member
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION member_changed();

CREATE FUNCTION link_guest_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    PERFORM quire_doc.right_changed(OLD.document, OLD.user_id);
  ELSE
    PERFORM quire_doc.right_changed(NEW.document, NEW.user_id);
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER link_guest_changed AFTER INSERT OR DELETE ON document_link_guest
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION link_guest_changed();
