-- To be called once after the database was restored from a backup, before any process of Quire is
-- started on it. What was appended after the backup is not in the log any more, and its revisions will
-- be given again: so the epochs begin anew above all that were ever given (the upper half counts
-- incarnations, by the second, so that two restores of one backup differ), older owners are fenced,
-- and edges let go of every place that they remember.
CREATE FUNCTION begin_incarnation() RETURNS uuid LANGUAGE sql AS $$
  UPDATE quire_doc.shard_epoch
  SET epoch = greatest((epoch >> 32) + 1, extract(epoch FROM now())::bigint - 1577836800) << 32,
      owner = '', moves_paid_until = '-infinity';
  UPDATE quire_doc.log_identity SET incarnation = gen_random_uuid() RETURNING incarnation;
$$;
