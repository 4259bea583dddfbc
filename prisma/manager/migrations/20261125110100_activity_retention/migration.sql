-- Whose entries may go, or have some left that may.
CREATE INDEX "activity_chain_passing_idx" ON "activity_chain"("customer_id") WHERE "removed" < "passing";

-- No entry younger than this goes, whatever a process is told: the worker's role could be in a stranger's hands.
CREATE FUNCTION "oldest_kept"("days" int) RETURNS timestamptz
LANGUAGE sql STABLE SET search_path = pg_catalog AS $$
  SELECT now() - make_interval(days => least(greatest(coalesce(days, 36500), 90), 36500))
$$;

-- Marks which entries are old enough to go, of some customers after one: those at the beginning of a chain, and a
-- thousand of each at most. What is marked is signed before any goes. An entry that is younger, gone, or not as it was
-- chained stops it, so that nobody has tampering removed as old. Whom an investigation holds is passed over.
-- \073 is a semicolon, as in 20261125010000. The lock is that of who chains.
CREATE FUNCTION "mark_passing"("after" uuid, "days" int, "most" int) RETURNS uuid
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS
E'SELECT pg_advisory_xact_lock(hashtext(''chain-activity''))\073
  WITH batch AS (
    SELECT customer_id, passing, removed, removed_head FROM public.activity_chain
    WHERE customer_id > after ORDER BY customer_id LIMIT most
  ), due AS (
    SELECT batch.* FROM batch CROSS JOIN LATERAL (
      SELECT a.at FROM public.activity_link l JOIN public.activity a ON a.id = l.activity_id
      WHERE l.customer_id = batch.customer_id AND l.seq > batch.passing ORDER BY l.seq LIMIT 1
    ) AS first WHERE first.at < public.oldest_kept(days) AND NOT public.is_held(batch.customer_id)
  ), found AS (
    SELECT due.customer_id, coalesce(min(next.seq) FILTER (WHERE NOT next.may_go) - 1, max(next.seq)) AS seq
    FROM due CROSS JOIN LATERAL (
      SELECT one.seq, coalesce(one.at < public.oldest_kept(days) AND one.hash = public.chain_step(
        NULL, lag(one.hash, 1, coalesce((
          SELECT l.hash FROM public.activity_link l WHERE l.customer_id = due.customer_id AND l.seq = due.passing
        ), due.removed_head)) OVER (ORDER BY one.seq), one.seq || '','' || one.text), false) AS may_go
      FROM (
        SELECT l.seq, l.hash, a.at, public.activity_text(a) AS text
        FROM public.activity_link l LEFT JOIN public.activity a ON a.id = l.activity_id
        WHERE l.customer_id = due.customer_id AND l.seq > due.passing ORDER BY l.seq LIMIT 1000
      ) AS one
    ) AS next GROUP BY due.customer_id
  ), marked AS (
    UPDATE public.activity_chain c SET passing = found.seq, passing_since = now()
    FROM found WHERE c.customer_id = found.customer_id AND found.seq > c.passing
  ) SELECT customer_id FROM batch ORDER BY customer_id DESC LIMIT 1';

-- Removes marked entries of some customers after one, a hundred of each, once a checkpoint that was begun after they
-- were marked is there. Age and hold are judged anew. Nobody can place a hold while it runs: one that was placed before
-- is seen, and one that is placed meanwhile waits for the end of it.
CREATE FUNCTION "remove_passing"("after" uuid, "days" int, "most" int)
RETURNS TABLE ("last" uuid, "entries" int)
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS
E'SELECT pg_advisory_xact_lock(hashtext(''chain-activity''))\073
  LOCK TABLE public.investigation_entry IN SHARE MODE\073
  WITH batch AS (
    SELECT customer_id, removed, passing FROM public.activity_chain
    WHERE customer_id > after AND removed < passing
      AND passing_since < (SELECT max(begun_at) FROM public.activity_checkpoint)
    ORDER BY customer_id LIMIT most
  ), due AS (
    SELECT batch.customer_id, l.seq, l.hash, l.activity_id,
      bool_and(coalesce(a.at < public.oldest_kept(days), false)) OVER (PARTITION BY batch.customer_id ORDER BY l.seq) AS may_go
    FROM batch CROSS JOIN LATERAL (
      SELECT seq, hash, activity_id FROM public.activity_link
      WHERE customer_id = batch.customer_id AND seq > batch.removed AND seq <= batch.passing ORDER BY seq LIMIT 100
    ) AS l LEFT JOIN public.activity a ON a.id = l.activity_id AND a.customer_id = batch.customer_id
    WHERE NOT public.is_held(batch.customer_id)
  ), going AS MATERIALIZED (
    SELECT customer_id, seq, hash, activity_id FROM due WHERE may_go
  ), removed AS (
    DELETE FROM public.activity a USING going WHERE a.id = going.activity_id RETURNING a.id
  ), unlinked AS (
    DELETE FROM public.activity_link l USING going WHERE l.customer_id = going.customer_id AND l.seq = going.seq
  ), told AS (
    UPDATE public.activity_chain c SET removed = newest.seq, removed_head = newest.hash
    FROM (SELECT DISTINCT ON (customer_id) customer_id, seq, hash FROM going ORDER BY customer_id, seq DESC) AS newest
    WHERE c.customer_id = newest.customer_id
  ) SELECT customer_id, (SELECT count(*)::int FROM removed) FROM batch ORDER BY customer_id DESC LIMIT 1';

REVOKE ALL ON FUNCTION "oldest_kept"(int), "mark_passing"(uuid, int, int), "remove_passing"(uuid, int, int) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION "mark_passing"(uuid, int, int), "remove_passing"(uuid, int, int) TO worker_app;
