-- CreateTable
CREATE TABLE "notification" (
    "id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "address" TEXT NOT NULL,
    "user_agent" TEXT NOT NULL,
    "detail" JSONB NOT NULL DEFAULT '{}',
    "read_at" TIMESTAMPTZ(3),
    "mailed_at" TIMESTAMPTZ(3),
    "held_at" TIMESTAMPTZ(3),

    CONSTRAINT "notification_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "unwanted_mail" (
    "customer_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,

    CONSTRAINT "unwanted_mail_pkey" PRIMARY KEY ("customer_id","kind")
);

-- CreateTable
CREATE TABLE "untold" (
    "customer_id" UUID NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,
    "told_until" TIMESTAMPTZ(3),
    "check_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "untold_pkey" PRIMARY KEY ("customer_id")
);

-- CreateIndex
CREATE INDEX "notification_customer_id_at_id_idx" ON "notification"("customer_id", "at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "untold_check_at_idx" ON "untold"("check_at");

-- AddForeignKey
ALTER TABLE "notification" ADD CONSTRAINT "notification_customer_id_fkey" FOREIGN KEY ("customer_id") REFERENCES "customer"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What the bell counts on every page, and what bounds the mails of an hour.
CREATE INDEX "notification_unread" ON "notification"("customer_id") WHERE "read_at" IS NULL;
CREATE INDEX "notification_mailed" ON "notification"("customer_id", "mailed_at") WHERE "mailed_at" IS NOT NULL;
CREATE INDEX "notification_held" ON "notification"("customer_id", "held_at") WHERE "held_at" IS NOT NULL;

-- A customer's own sign-ins, however many failed ones stand between them.
CREATE INDEX "activity_entered" ON "activity"("customer_id", "at" DESC) INCLUDE ("user_agent")
  WHERE "kind" = 'sign-in' AND "outcome" = 'yes';

-- Of every other kind a mail is always sent, whatever the manager wishes to store.
ALTER TABLE "unwanted_mail" ADD CONSTRAINT "unwanted_mail_kind"
  CHECK ("kind" IN ('failed-sign-ins-digest', 'recovery-codes-low', 'second-factor-missing', 'sessions-ended'));

-- Queued in the failure's own statement: no code path can forget it. A code that was refused is looked at two minutes
-- later, when its customer may have got in with the next. What is taken over from before is history. In a flood the
-- row is written once a look. \073 is a semicolon, at which the migration engine would cut the function in two.
CREATE FUNCTION "note_failed_sign_in"() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS
  E'BEGIN INSERT INTO public.untold AS u (customer_id, since, check_at)
    VALUES (NEW.customer_id, NEW.at, NEW.at + CASE NEW.kind WHEN ''second-factor'' THEN interval ''2 minutes'' ELSE ''0'' END)
    ON CONFLICT (customer_id) DO UPDATE SET check_at = excluded.check_at
    WHERE u.check_at > excluded.check_at\073 RETURN NULL\073 END';
REVOKE ALL ON FUNCTION "note_failed_sign_in"() FROM PUBLIC;
CREATE TRIGGER "activity_failed" AFTER INSERT ON "activity" FOR EACH ROW
  WHEN (NEW."kind" IN ('sign-in', 'second-factor') AND NEW."outcome" = 'no' AND NEW."import_key" IS NULL
    AND NEW."at" > CURRENT_TIMESTAMP - interval '1 hour')
  EXECUTE FUNCTION "note_failed_sign_in"();

-- A customer's failed sign-ins from a moment on, a thousand at most. The worker reads no history: it is told this.
-- `stopped`: the right password was given, a code refused, and within two minutes nobody got in from there.
-- `pending`: the two minutes are not over.
CREATE FUNCTION "describe_failures"("customer" uuid, "since" timestamptz, "burst_within" interval, "spread_within" interval)
RETURNS TABLE (
  "failures" int, "addresses" int, "networks" int, "burst" int, "stopped" int, "pending" int,
  "last_at" timestamptz, "last_address" text, "last_agent" text
) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog SET jit = off AS $$
  WITH failed AS MATERIALIZED (
    SELECT a.id, a.at, a.kind, a.address, a.user_agent, a.ip FROM public.activity a
    WHERE a.customer_id = customer AND a.at >= since
      AND a.kind IN ('sign-in', 'second-factor') AND a.outcome = 'no'
    ORDER BY a.at DESC, a.id DESC LIMIT 1000
  )
  SELECT count(*)::int, count(DISTINCT f.address)::int,
    (count(DISTINCT public.network_of(f.ip)) FILTER (WHERE f.at > now() - spread_within))::int,
    (count(*) FILTER (WHERE f.at > now() - burst_within))::int,
    (count(*) FILTER (WHERE f.kind = 'second-factor' AND f.at <= now() - interval '2 minutes' AND NOT EXISTS (
      SELECT FROM public.activity s
      WHERE s.customer_id = customer AND s.kind = 'sign-in' AND s.address = f.address AND s.outcome = 'yes' AND s.at >= f.at
    )))::int,
    (count(*) FILTER (WHERE f.kind = 'second-factor' AND f.at > now() - interval '2 minutes'))::int,
    max(f.at), (array_agg(f.address ORDER BY f.at DESC, f.id DESC))[1],
    (array_agg(f.user_agent ORDER BY f.at DESC, f.id DESC))[1]
  FROM failed f
$$;
REVOKE ALL ON FUNCTION "describe_failures"(uuid, timestamptz, interval, interval) FROM PUBLIC;

-- Staff find it among the findings, opened with the customer's own word in one transaction.
ALTER TABLE "signal" DROP CONSTRAINT "signal_pattern";
ALTER TABLE "signal" ADD CONSTRAINT "signal_pattern"
  CHECK ("pattern" IN ('first-try', 'many-accounts', 'many-sources', 'impossible-pace', 'disowned'));
CREATE FUNCTION "open_disowned"() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS
  E'BEGIN WITH found AS (
      INSERT INTO public.signal AS s (id, pattern, subject, customer_id, events, first_at, last_at)
      VALUES (gen_random_uuid(), ''disowned'', NEW.customer_id::text, NEW.customer_id, 1, NEW.at, NEW.at)
      ON CONFLICT (pattern, subject) WHERE state = ''open''
        DO UPDATE SET events = s.events + 1, last_at = greatest(s.last_at, excluded.last_at)
      RETURNING id
    ) INSERT INTO public.signal_event (signal_id, activity_id) SELECT id, NEW.id FROM found\073 RETURN NULL\073 END';
REVOKE ALL ON FUNCTION "open_disowned"() FROM PUBLIC;
CREATE TRIGGER "activity_disowned" AFTER INSERT ON "activity" FOR EACH ROW
  WHEN (NEW."kind" = 'account-disowned') EXECUTE FUNCTION "open_disowned"();

-- The manager marks as read, and the worker says what became of the mail. Neither takes a notification back.
GRANT SELECT, INSERT ON "notification" TO manager_app, worker_app;
GRANT UPDATE ("read_at") ON "notification" TO manager_app;
GRANT UPDATE ("mailed_at", "held_at") ON "notification" TO worker_app;
GRANT SELECT, INSERT, DELETE ON "unwanted_mail" TO manager_app;
GRANT SELECT ON "unwanted_mail" TO worker_app;
GRANT SELECT, INSERT, DELETE ON "untold" TO worker_app;
GRANT UPDATE ("told_until", "check_at") ON "untold" TO worker_app;
GRANT EXECUTE ON FUNCTION "describe_failures"(uuid, timestamptz, interval, interval) TO worker_app;
