-- A key that may be known to others is revoked: it verifies nothing any more, and doc-service is told
-- so for its revocation stream.
ALTER TABLE signing_key ADD COLUMN revoked_at timestamptz;
ALTER TABLE signing_key ADD COLUMN told boolean NOT NULL DEFAULT false;

-- The key of the access token that asked for the ticket.
ALTER TABLE ticket ADD COLUMN kid text NOT NULL DEFAULT '';
