-- Whether doc-service has been told, for its revocation stream, that the session has ended.
ALTER TABLE session ADD COLUMN told boolean NOT NULL DEFAULT false;
CREATE INDEX session_untold ON session (ended_at) WHERE ended_at IS NOT NULL AND NOT told;
