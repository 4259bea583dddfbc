-- CreateTable
CREATE TABLE "activity_unchained" (
    "activity_id" BIGINT NOT NULL,

    CONSTRAINT "activity_unchained_pkey" PRIMARY KEY ("activity_id")
);

-- CreateTable
CREATE TABLE "activity_link" (
    "customer_id" UUID NOT NULL,
    "seq" BIGINT NOT NULL,
    "activity_id" BIGINT NOT NULL,
    "hash" BYTEA NOT NULL,

    CONSTRAINT "activity_link_pkey" PRIMARY KEY ("customer_id","seq")
);

-- CreateTable
CREATE TABLE "activity_chain" (
    "customer_id" UUID NOT NULL,
    "length" BIGINT NOT NULL,
    "head" BYTEA NOT NULL,
    "passing" BIGINT NOT NULL DEFAULT 0,
    "passing_since" TIMESTAMPTZ(3),
    "removed" BIGINT NOT NULL DEFAULT 0,
    "removed_head" BYTEA NOT NULL,

    CONSTRAINT "activity_chain_pkey" PRIMARY KEY ("customer_id")
);

-- CreateTable
CREATE TABLE "activity_checkpoint" (
    "id" UUID NOT NULL,
    "begun_at" TIMESTAMPTZ(3) NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "count" INTEGER NOT NULL,
    "root" BYTEA NOT NULL,
    "public_key" BYTEA NOT NULL,
    "signature" BYTEA NOT NULL,

    CONSTRAINT "activity_checkpoint_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "activity_checkpoint_part" (
    "checkpoint_id" UUID NOT NULL,
    "place" INTEGER NOT NULL,
    "first_customer" UUID NOT NULL,
    "leaves" BYTEA NOT NULL,
    "root" BYTEA NOT NULL,

    CONSTRAINT "activity_checkpoint_part_pkey" PRIMARY KEY ("checkpoint_id","place")
);

-- CreateIndex
CREATE UNIQUE INDEX "activity_link_activity_id_key" ON "activity_link"("activity_id");

-- CreateIndex
CREATE INDEX "activity_checkpoint_begun_at_idx" ON "activity_checkpoint"("begun_at" DESC);

-- CreateIndex
CREATE INDEX "activity_checkpoint_part_checkpoint_id_first_customer_idx" ON "activity_checkpoint_part"("checkpoint_id", "first_customer");

-- Bounds the types cannot say
ALTER TABLE "activity_chain" ADD CONSTRAINT "activity_chain_order"
  CHECK (0 <= "removed" AND "removed" <= "passing" AND "passing" <= "length");
ALTER TABLE "activity_checkpoint" ADD CONSTRAINT "activity_checkpoint_count" CHECK ("count" > 0);

-- Queued in the entry's own statement, whoever writes it: nothing stands in a history that will not be chained. Only
-- ever added to, so that no sign-in waits for another. \073 is a semicolon, as in 20261125010000.
CREATE FUNCTION "queue_unchained"() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS
  E'BEGIN INSERT INTO public.activity_unchained (activity_id) SELECT id FROM added\073 RETURN NULL\073 END';

-- An entry as the text that is hashed: each field preceded by its length in bytes, an absent one `-`. `ip` is left out:
-- the database makes it of `address`. lib/ledger/entry-text.ts says the same.
CREATE FUNCTION "activity_text"("entry" "activity") RETURNS text
LANGUAGE sql STABLE SET search_path = pg_catalog AS $$
  SELECT string_agg(coalesce(octet_length(field) || ':' || field, '-'), ',' ORDER BY place)
  FROM unnest(ARRAY[
    entry.id::text, entry.customer_id::text,
    CASE WHEN isfinite(entry.at) THEN (extract(epoch FROM entry.at) * 1000)::bigint::text ELSE entry.at::text END,
    entry.kind, entry.outcome, entry.address, entry.user_agent, entry.detail::text, encode(entry.import_key, 'hex')
  ]) WITH ORDINALITY AS one (field, place)
$$;

-- What stands before the first entry: no two customers' chains begin alike.
CREATE FUNCTION "chain_start"("customer" uuid) RETURNS bytea
LANGUAGE sql STABLE SET search_path = pg_catalog AS $$
  SELECT sha256(convert_to('bulkhead-activity,1,' || customer, 'UTF8'))
$$;
CREATE FUNCTION "chain_step"("so_far" bytea, "before" bytea, "entry" text) RETURNS bytea
LANGUAGE sql STABLE SET search_path = pg_catalog AS $$
  SELECT sha256(coalesce(so_far, before) || convert_to(entry, 'UTF8'))
$$;
CREATE AGGREGATE "chain_hash"("before" bytea, "entry" text) (SFUNC = "chain_step", STYPE = bytea);

-- Chains what waits: taken off the queue and linked in one statement, so that each entry is linked once whatever dies.
-- In the order in which entries are seen here, not of their numbers: those commit in any order. One at a time, and the
-- lock comes first, so that the statement sees what the one before it did.
CREATE FUNCTION "chain_activity"("most" int) RETURNS int
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS
E'SELECT pg_advisory_xact_lock(hashtext(''chain-activity''))\073
  WITH taken AS (
    DELETE FROM public.activity_unchained WHERE activity_id IN (
      SELECT activity_id FROM public.activity_unchained ORDER BY activity_id LIMIT most)
    RETURNING activity_id
  ), placed AS MATERIALIZED (
    SELECT a.customer_id, a.id, public.activity_text(a) AS text,
      coalesce(known.length, 0) + row_number() OVER (PARTITION BY a.customer_id ORDER BY a.id) AS seq,
      coalesce(known.head, public.chain_start(a.customer_id)) AS before
    FROM taken JOIN public.activity a ON a.id = taken.activity_id
    LEFT JOIN public.activity_chain known ON known.customer_id = a.customer_id
  ), linked AS (
    INSERT INTO public.activity_link (customer_id, seq, activity_id, hash)
    SELECT customer_id, seq, id, public.chain_hash(before, seq || '','' || text)
      OVER (PARTITION BY customer_id ORDER BY seq ROWS UNBOUNDED PRECEDING)
    FROM placed RETURNING customer_id, seq, hash
  ), headed AS (
    INSERT INTO public.activity_chain (customer_id, length, head, removed_head)
    SELECT DISTINCT ON (customer_id) customer_id, seq, hash, public.chain_start(customer_id)
    FROM linked ORDER BY customer_id, seq DESC
    ON CONFLICT (customer_id) DO UPDATE SET length = excluded.length, head = excluded.head
  ) SELECT count(*)::int FROM taken';

REVOKE ALL ON FUNCTION "queue_unchained"(), "activity_text"("activity"), "chain_start"(uuid),
  "chain_step"(bytea, bytea, text), "chain_hash"(bytea, text), "chain_activity"(int) FROM PUBLIC;

-- A checkpoint is signed each day. Who waits for none, after an import or before a move, asks for one: the operator's
-- role may queue this job and no other.
CREATE FUNCTION "ask_activity_checkpoint"() RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT graphile_worker.add_job('sign-activity', '{}'::json, job_key => 'sign-activity', max_attempts => 12)
$$;
REVOKE ALL ON FUNCTION "ask_activity_checkpoint"() FROM PUBLIC;

-- One statement, so that no entry falls between the last one queued here and the first one that queues itself.
DO E'BEGIN
  LOCK TABLE "activity" IN SHARE ROW EXCLUSIVE MODE\073
  CREATE TRIGGER "activity_unchained" AFTER INSERT ON "activity" REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION "queue_unchained"()\073
  INSERT INTO "activity_unchained" ("activity_id") SELECT "id" FROM "activity"\073
END';

-- Nobody is given anything to write a link or a head with: only the function does. The worker signs what it reads.
GRANT EXECUTE ON FUNCTION "chain_activity"(int) TO worker_app;
GRANT EXECUTE ON FUNCTION "ask_activity_checkpoint"() TO operator_app;
GRANT SELECT ON "activity_chain" TO manager_app, worker_app;
GRANT SELECT ON "activity_link" TO manager_app;
GRANT SELECT ON "activity_checkpoint", "activity_checkpoint_part" TO manager_app;
GRANT SELECT, INSERT ON "activity_checkpoint" TO worker_app;
GRANT SELECT, INSERT, DELETE ON "activity_checkpoint_part" TO worker_app;
