-- Whether a link opens the document to people without an account, if its maker wants that.
ALTER TABLE document_link ADD COLUMN without_account boolean NOT NULL DEFAULT false;

-- Visitors are guests of a link for some minutes, again and again while they stay. Null for accounts,
-- who have the link's role for as long as the link is good. The address is for a limit.
ALTER TABLE document_link_guest ADD COLUMN visits_until timestamptz;
ALTER TABLE document_link_guest ADD COLUMN address text;
CREATE INDEX document_link_guest_visit ON document_link_guest (visits_until)
  WHERE visits_until IS NOT NULL;
CREATE INDEX document_link_guest_address ON document_link_guest (address)
  WHERE address IS NOT NULL;
