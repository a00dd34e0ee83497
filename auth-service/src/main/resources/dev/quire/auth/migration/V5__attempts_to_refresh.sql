-- The SHA-256 of what the client called the use that spent the token: a repetition under the same
-- name is a second try after a lost answer, and no theft.
ALTER TABLE refresh_token ADD COLUMN attempt bytea;
