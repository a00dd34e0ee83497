-- Requests that came with an idempotency key, and how they were answered. One without a status is
-- being answered, until its time is up; then the same request may begin again, for the same resource.
CREATE TABLE keyed_request (
  caller text NOT NULL,
  key text NOT NULL,
  -- A digest of the request.
  request bytea NOT NULL,
  -- The id of what it creates.
  resource uuid NOT NULL,
  begun_at timestamptz NOT NULL,
  held_until timestamptz NOT NULL,
  status int,
  headers text[],
  body bytea,
  PRIMARY KEY (caller, key)
);
CREATE INDEX keyed_request_begun ON keyed_request (begun_at);
