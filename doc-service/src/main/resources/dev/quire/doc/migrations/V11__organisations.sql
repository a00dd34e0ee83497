-- Organisations: who belongs to them, and what that is worth on their documents.
CREATE TABLE organisation (
  id uuid PRIMARY KEY,
  name text NOT NULL,
  -- What members and admins may do with every document of it; null for nothing.
  default_role text CHECK (default_role IN ('viewer', 'commenter', 'editor')),
  created_by text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);

-- Guests belong to it, but have only what each document gives them.
CREATE TABLE organisation_member (
  organisation uuid NOT NULL REFERENCES organisation ON DELETE CASCADE,
  user_id text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('admin', 'member', 'guest')),
  display_name text,
  since timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (organisation, user_id)
);
CREATE INDEX organisation_member_user ON organisation_member (user_id, organisation DESC);

-- A document is made in an organisation or in none, for ever: whoever follows the revocation stream
-- knows by a document's opening which organisation's entries are about it.
ALTER TABLE document ADD COLUMN organisation uuid REFERENCES organisation;
CREATE INDEX document_organisation ON document (organisation, id DESC)
  WHERE organisation IS NOT NULL;

CREATE FUNCTION organisation_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE 'a document stays in its organisation';
END $$;
CREATE TRIGGER organisation_is_kept BEFORE UPDATE OF organisation ON document
  FOR EACH ROW WHEN (OLD.organisation IS DISTINCT FROM NEW.organisation)
  EXECUTE FUNCTION organisation_is_kept();

CREATE OR REPLACE FUNCTION effective_role(of_document uuid, of_whom text) RETURNS text
LANGUAGE sql STABLE AS $$
  SELECT quire_doc.role_of_rank(max(quire_doc.role_rank(role))) FROM (
    SELECT role FROM quire_doc.document_member
    WHERE document = of_document AND user_id = of_whom
    UNION ALL
    SELECT link.role FROM quire_doc.document_link_guest AS guest
    JOIN quire_doc.document_link AS link ON link.id = guest.link
    WHERE guest.document = of_document AND guest.user_id = of_whom
      AND (link.expires_at IS NULL OR link.expires_at > now())
    UNION ALL
    SELECT organisation.default_role FROM quire_doc.document
    JOIN quire_doc.organisation ON organisation.id = document.organisation
    JOIN quire_doc.organisation_member AS member ON member.organisation = organisation.id
    WHERE document.id = of_document AND member.user_id = of_whom AND member.kind <> 'guest'
  ) AS given
$$;

-- An entry about an organisation: what somebody ('' for everybody) may do with any of its documents
-- may be something else. One entry, however many documents there are: whoever has one open looks
-- again.
ALTER TABLE revocation ADD COLUMN organisation uuid;

CREATE FUNCTION organisation_changed(of_organisation uuid, of_whom text) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
  next bigint;
BEGIN
  UPDATE quire_doc.revocation_head SET last = last + 1 RETURNING last INTO next;
  INSERT INTO quire_doc.revocation (number, organisation, who)
  VALUES (next, of_organisation, of_whom);
END $$;

CREATE FUNCTION organisation_member_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    PERFORM quire_doc.organisation_changed(OLD.organisation, OLD.user_id);
  ELSIF TG_OP = 'INSERT' OR NEW.kind <> OLD.kind THEN
    PERFORM quire_doc.organisation_changed(NEW.organisation, NEW.user_id);
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER organisation_member_changed
  AFTER INSERT OR UPDATE OR DELETE ON organisation_member
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION organisation_member_changed();

CREATE FUNCTION organisation_default_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.default_role IS DISTINCT FROM OLD.default_role THEN
    PERFORM quire_doc.organisation_changed(NEW.id, '');
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER organisation_default_changed AFTER UPDATE ON organisation
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION organisation_default_changed();
