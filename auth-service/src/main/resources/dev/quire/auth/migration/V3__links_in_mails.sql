-- What links in mails are good for, by the SHA-256 of their tokens: another password,
CREATE TABLE password_reset (
  hash       bytea       PRIMARY KEY,
  account_id uuid        NOT NULL REFERENCES account ON DELETE CASCADE,
  expires_at timestamptz NOT NULL
);
CREATE INDEX password_reset_account ON password_reset (account_id);
CREATE INDEX password_reset_expiry ON password_reset (expires_at);

-- and an account whose address has not been confirmed. Several may wait for one address: whoever
-- reads its mail decides.
CREATE TABLE pending_account (
  hash          bytea       PRIMARY KEY,
  id            uuid        NOT NULL,
  email         text        NOT NULL,
  display_name  text        NOT NULL,
  password_hash text        NOT NULL,
  expires_at    timestamptz NOT NULL
);
CREATE INDEX pending_account_email ON pending_account (email);
CREATE INDEX pending_account_expiry ON pending_account (expires_at);
