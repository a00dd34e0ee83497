-- Accounts. The address is stored normalised, so equal means equal.
CREATE TABLE account (
  id            uuid        PRIMARY KEY,
  email         text        NOT NULL UNIQUE,
  display_name  text        NOT NULL,
  password_hash text        NOT NULL,
  created_at    timestamptz NOT NULL
);

-- A sign-in: the family of refresh tokens that descend from one register or login.
-- The secret makes a token's successor computable from the token, and from nothing at rest alone.
CREATE TABLE session (
  id           uuid        PRIMARY KEY,
  account_id   uuid        NOT NULL REFERENCES account ON DELETE CASCADE,
  secret       bytea       NOT NULL,
  created_at   timestamptz NOT NULL,
  refreshed_at timestamptz NOT NULL,
  expires_at   timestamptz NOT NULL,
  ended_at     timestamptz,
  end_reason   text
);
CREATE INDEX session_live ON session (account_id, refreshed_at) WHERE ended_at IS NULL;
CREATE INDEX session_expiry ON session (expires_at);

-- Every refresh token of a session, by its SHA-256: the spent ones too, to know a reuse.
CREATE TABLE refresh_token (
  hash       bytea       PRIMARY KEY,
  session_id uuid        NOT NULL REFERENCES session ON DELETE CASCADE,
  used_at    timestamptz
);
CREATE INDEX refresh_token_session ON refresh_token (session_id);

-- Ed25519 keys. A key signs from its time on until a younger one does; it verifies until retired.
CREATE TABLE signing_key (
  kid         text        PRIMARY KEY,
  public_key  bytea       NOT NULL,
  private_key bytea       NOT NULL,
  signs_from  timestamptz NOT NULL,
  retired_at  timestamptz
);

-- One-time tickets, by their SHA-256. Losing them in a crash costs nothing: they live for seconds.
CREATE UNLOGGED TABLE ticket (
  hash       bytea       PRIMARY KEY,
  session_id uuid        NOT NULL,
  expires_at timestamptz NOT NULL
);
CREATE INDEX ticket_expiry ON ticket (expires_at);
