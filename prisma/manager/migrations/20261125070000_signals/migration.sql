-- CreateTable
CREATE TABLE "sign_in_unwatched" (
    "activity_id" BIGINT NOT NULL,

    CONSTRAINT "sign_in_unwatched_pkey" PRIMARY KEY ("activity_id")
);

-- CreateTable
CREATE TABLE "first_try_kept" (
    "activity_id" BIGINT NOT NULL,
    "customer_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "user_agent" TEXT NOT NULL,
    "stands_out" BOOLEAN NOT NULL,

    CONSTRAINT "first_try_kept_pkey" PRIMARY KEY ("activity_id")
);

-- CreateTable
CREATE TABLE "signal" (
    "id" UUID NOT NULL,
    "pattern" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "customer_id" UUID,
    "state" TEXT NOT NULL DEFAULT 'open',
    "events" INTEGER NOT NULL,
    "first_at" TIMESTAMPTZ(3) NOT NULL,
    "last_at" TIMESTAMPTZ(3) NOT NULL,
    "opened_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "signal_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "signal_event" (
    "signal_id" UUID NOT NULL,
    "activity_id" BIGINT NOT NULL,

    CONSTRAINT "signal_event_pkey" PRIMARY KEY ("signal_id","activity_id")
);

-- CreateTable
CREATE TABLE "signal_entry" (
    "id" BIGSERIAL NOT NULL,
    "signal_id" UUID NOT NULL,
    "staff_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "kind" TEXT NOT NULL,
    "note" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "signal_entry_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "first_try_kept_at_idx" ON "first_try_kept"("at");

-- CreateIndex
CREATE INDEX "signal_state_last_at_id_idx" ON "signal"("state" DESC, "last_at" DESC, "id");

-- CreateIndex
CREATE INDEX "signal_pattern_opened_at_idx" ON "signal"("pattern", "opened_at");

-- CreateIndex
CREATE INDEX "signal_entry_signal_id_id_idx" ON "signal_entry"("signal_id", "id");

-- AddForeignKey
ALTER TABLE "signal" ADD CONSTRAINT "signal_customer_id_fkey" FOREIGN KEY ("customer_id") REFERENCES "customer"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "signal_event" ADD CONSTRAINT "signal_event_signal_id_fkey" FOREIGN KEY ("signal_id") REFERENCES "signal"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "signal_event" ADD CONSTRAINT "signal_event_activity_id_fkey" FOREIGN KEY ("activity_id") REFERENCES "activity"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "signal_entry" ADD CONSTRAINT "signal_entry_signal_id_fkey" FOREIGN KEY ("signal_id") REFERENCES "signal"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "signal_entry" ADD CONSTRAINT "signal_entry_staff_id_fkey" FOREIGN KEY ("staff_id") REFERENCES "customer"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- One is open of each pattern and subject, whatever two workers do at once.
CREATE UNIQUE INDEX "signal_open" ON "signal"("pattern", "subject") WHERE "state" = 'open';

-- Bounds the types cannot say
ALTER TABLE "signal" ADD CONSTRAINT "signal_pattern"
  CHECK ("pattern" IN ('first-try', 'many-accounts', 'many-sources', 'impossible-pace'));
ALTER TABLE "signal" ADD CONSTRAINT "signal_state" CHECK ("state" IN ('open', 'closed'));
ALTER TABLE "signal" ADD CONSTRAINT "signal_events" CHECK ("events" > 0);
ALTER TABLE "signal" ADD CONSTRAINT "signal_span" CHECK ("first_at" <= "last_at");
ALTER TABLE "signal_entry" ADD CONSTRAINT "signal_entry_kind"
  CHECK ("kind" IN ('note', 'suspicious', 'confirmed', 'cleared', 'closed'));
ALTER TABLE "signal_entry" ADD CONSTRAINT "signal_entry_note"
  CHECK (length("note") <= 2000 AND ("kind" NOT IN ('note', 'closed') OR "note" <> ''));

-- Whoever was held up by a mailed code had the password: they are traced, and watched, like those who tried.
DROP INDEX "activity_ip_idx", "activity_user_agent_idx";
CREATE INDEX "activity_ip_idx" ON "activity"("ip", "customer_id", "at", "id") INCLUDE ("outcome", "kind")
  WHERE "kind" IN ('sign-in', 'second-factor', 'mailed-code-sent');
CREATE INDEX "activity_user_agent_idx" ON "activity"("user_agent")
  WHERE "kind" IN ('sign-in', 'second-factor', 'mailed-code-sent');

-- Queued in the sign-in's own statement: no code path can forget it, and no round trip is added. What is taken
-- over from before is history. \073 is a semicolon, at which the migration engine would cut the function in two.
CREATE FUNCTION "queue_unwatched"() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS
  E'BEGIN INSERT INTO public.sign_in_unwatched (activity_id) VALUES (NEW.id)\073 RETURN NULL\073 END';
REVOKE ALL ON FUNCTION "queue_unwatched"() FROM PUBLIC;
CREATE TRIGGER "activity_unwatched" AFTER INSERT ON "activity" FOR EACH ROW
  WHEN (NEW."kind" IN ('sign-in', 'second-factor', 'mailed-code-sent') AND NEW."import_key" IS NULL
    AND NEW."at" > CURRENT_TIMESTAMP - interval '1 hour')
  EXECUTE FUNCTION "queue_unwatched"();

-- An IPv6 household walks through its /64 at will: to be seen before is to be seen in it.
CREATE FUNCTION "network_of"("ip" inet) RETURNS cidr LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT network(set_masklen(ip, CASE family(ip) WHEN 4 THEN 32 ELSE 64 END))
$$;

-- The first that anybody ever tried of an account from a network. Whether an entry was a first try is told by this,
-- for investigations and signals alike.
CREATE FUNCTION "first_from_network"("customer" uuid, "net" cidr)
RETURNS TABLE ("id" bigint, "at" timestamptz, "kind" text, "outcome" text)
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  (SELECT a.id, a.at, a.kind, a.outcome FROM public.activity a
    WHERE family(net) = 4 AND a.ip = host(net)::inet
      AND a.customer_id = customer AND a.kind IN ('sign-in', 'second-factor')
    ORDER BY a.at, a.id LIMIT 1)
  UNION ALL
  (SELECT a.id, a.at, a.kind, a.outcome FROM public.activity a
    WHERE family(net) = 6 AND a.ip BETWEEN host(net)::inet AND host(broadcast(net))::inet
      AND a.customer_id = customer AND a.kind IN ('sign-in', 'second-factor')
    ORDER BY a.at, a.id LIMIT 1)
$$;

-- Whether anybody had got in to an account from a network by then. A function, so that no plan reads the whole
-- table to answer it for many.
CREATE FUNCTION "entered_from_network"("customer" uuid, "net" cidr, "until" timestamptz) RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT EXISTS (
    SELECT FROM public.activity a
    WHERE family(net) = 4 AND a.ip = host(net)::inet AND a.customer_id = customer
      AND a.kind = 'sign-in' AND a.outcome = 'yes' AND a.at <= until
  ) OR EXISTS (
    SELECT FROM public.activity a
    WHERE family(net) = 6 AND a.ip BETWEEN host(net)::inet AND host(broadcast(net))::inet AND a.customer_id = customer
      AND a.kind = 'sign-in' AND a.outcome = 'yes' AND a.at <= until
  )
$$;

-- What the patterns ask of the sign-ins that wait, oldest first. The worker reads no history: of those it is told
-- this, and it says what it is.
CREATE FUNCTION "describe_unwatched"(
  "most" int, "accounts_within" interval, "accounts_max" int, "sources_within" interval, "pace_within" interval
) RETURNS TABLE (
  "id" bigint, "customer_id" uuid, "at" timestamptz, "network" text, "address" text, "user_agent" text,
  "is_entry" boolean, "is_refused" boolean, "is_stranger" boolean, "is_first_try" boolean, "network_since" timestamptz,
  "known_agents" text[], "entries_before" jsonb, "accounts_refused" int, "accounts_strange" int, "networks_refused" int
) LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog SET enable_seqscan = off SET jit = off AS $$
  WITH event AS MATERIALIZED (
    SELECT waiting.activity_id AS id, a.customer_id, a.at, a.ip, public.network_of(a.ip) AS net, a.user_agent,
      a.kind = 'sign-in' AND a.outcome = 'yes' AS is_entry, a.outcome = 'no' AS is_refused,
      a.kind = 'mailed-code-sent' AS is_held_up,
      a.detail->>'method' AS method
    FROM (SELECT activity_id FROM public.sign_in_unwatched ORDER BY activity_id LIMIT most) AS waiting
    LEFT JOIN public.activity a ON a.id = waiting.activity_id
  ), source AS MATERIALIZED (
    SELECT net, host(net)::inet AS first, host(broadcast(net))::inet AS last, max(at) AS until
    FROM event WHERE net IS NOT NULL GROUP BY net
  ), crowd AS MATERIALIZED (
    SELECT source.net, (count(*) FILTER (WHERE tried.refused AND NOT tried.entered))::int AS refused, count(*)::int AS strange
    FROM source CROSS JOIN LATERAL (
      SELECT found.customer_id, bool_or(found.outcome = 'no') AS refused,
        bool_or(found.kind = 'sign-in' AND found.outcome = 'yes') AS entered
      FROM (
        SELECT a.customer_id, a.kind, a.outcome FROM public.activity a
        WHERE family(source.net) = 4 AND a.ip = source.first AND a.kind IN ('sign-in', 'second-factor')
          AND a.at > source.until - accounts_within AND a.at <= source.until
        UNION ALL
        SELECT a.customer_id, a.kind, a.outcome FROM public.activity a
        WHERE family(source.net) = 6 AND a.ip BETWEEN source.first AND source.last
          AND a.kind IN ('sign-in', 'second-factor')
          AND a.at > source.until - accounts_within AND a.at <= source.until
      ) AS found GROUP BY found.customer_id LIMIT accounts_max
    ) AS tried
    WHERE NOT public.entered_from_network(tried.customer_id, source.net, source.until - accounts_within)
    GROUP BY source.net
  ), target AS MATERIALIZED (
    SELECT customer_id, max(at) AS until FROM event WHERE is_refused AND net IS NOT NULL GROUP BY customer_id
  ), spread AS MATERIALIZED (
    SELECT target.customer_id, count(*)::int AS networks
    FROM target CROSS JOIN LATERAL (
      SELECT DISTINCT public.network_of(latest.ip) AS net FROM (
        SELECT a.ip FROM public.activity a
        WHERE a.customer_id = target.customer_id AND a.at > target.until - sources_within AND a.at <= target.until
          AND a.kind IN ('sign-in', 'second-factor') AND a.outcome = 'no' AND a.ip IS NOT NULL
        ORDER BY a.at DESC LIMIT 1000
      ) AS latest
    ) AS refused
    WHERE NOT public.entered_from_network(target.customer_id, refused.net, target.until)
    GROUP BY target.customer_id
  ), judged AS MATERIALIZED (
    SELECT event.*, ever.at AS since,
      (event.is_entry AND event.method = 'password' AND ever.id = event.id
        OR event.is_held_up AND coalesce(ever.id > event.id, true)) AND EXISTS (
        SELECT FROM public.activity a
        WHERE a.customer_id = event.customer_id AND a.kind = 'sign-in' AND a.outcome = 'yes' AND a.at < event.at
      ) AND NOT EXISTS (
        SELECT FROM public.activity a
        WHERE a.customer_id = event.customer_id AND a.kind IN ('password-reset', 'password-set') AND a.outcome = 'yes'
          AND public.network_of(a.ip) = event.net AND a.at BETWEEN event.at - interval '1 day' AND event.at
      ) AS is_first_try,
      NOT public.entered_from_network(event.customer_id, event.net, event.at - accounts_within) AS is_stranger
    FROM event LEFT JOIN LATERAL public.first_from_network(event.customer_id, event.net) AS ever ON event.is_entry OR event.is_held_up
  )
  SELECT judged.id, judged.customer_id, judged.at, text(judged.net), host(judged.ip), judged.user_agent,
    judged.is_entry, judged.is_refused, judged.is_stranger, judged.is_first_try, judged.since,
    CASE WHEN judged.is_first_try THEN ARRAY(
      SELECT DISTINCT latest.user_agent FROM (
        SELECT a.user_agent FROM public.activity a
        WHERE a.customer_id = judged.customer_id AND a.kind = 'sign-in' AND a.outcome = 'yes' AND a.at < judged.at
        ORDER BY a.at DESC, a.id DESC LIMIT 200
      ) AS latest) END,
    CASE WHEN judged.is_entry THEN (
      SELECT jsonb_agg(jsonb_build_object('address', host(latest.ip), 'userAgent', latest.user_agent, 'at', latest.at, 'networkSince', ever.at))
      FROM (
        SELECT a.ip, a.user_agent, a.at FROM public.activity a
        WHERE a.customer_id = judged.customer_id AND a.kind = 'sign-in' AND a.outcome = 'yes' AND a.ip IS NOT NULL
          AND a.at > judged.at - pace_within AND a.at < judged.at
        ORDER BY a.at DESC, a.id DESC LIMIT 20
      ) AS latest CROSS JOIN LATERAL public.first_from_network(judged.customer_id, public.network_of(latest.ip)) AS ever
    ) END,
    coalesce(crowd.refused, 0), coalesce(crowd.strange, 0), coalesce(spread.networks, 0)
  FROM judged LEFT JOIN crowd ON crowd.net = judged.net LEFT JOIN spread ON spread.customer_id = judged.customer_id
  ORDER BY judged.id
$$;
REVOKE ALL ON FUNCTION "network_of"(inet), "first_from_network"(uuid, cidr),
  "entered_from_network"(uuid, cidr, timestamptz),
  "describe_unwatched"(int, interval, int, interval, interval) FROM PUBLIC;

-- The worker finds signals and staff close them. Neither can take back what was found out.
GRANT EXECUTE ON FUNCTION "network_of"(inet), "first_from_network"(uuid, cidr) TO manager_app;
GRANT EXECUTE ON FUNCTION "describe_unwatched"(int, interval, int, interval, interval) TO worker_app;
GRANT SELECT, DELETE ON "sign_in_unwatched" TO worker_app;
GRANT SELECT, INSERT, DELETE ON "first_try_kept" TO worker_app;
GRANT SELECT, INSERT ON "signal", "signal_event" TO worker_app;
GRANT UPDATE ("events", "first_at", "last_at") ON "signal" TO worker_app;
GRANT SELECT ON "signal", "signal_event" TO manager_app;
GRANT UPDATE ("state") ON "signal" TO manager_app;
GRANT SELECT, INSERT ON "signal_entry" TO manager_app;
GRANT USAGE ON SEQUENCE "signal_entry_id_seq" TO manager_app;
