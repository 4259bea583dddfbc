-- CreateTable
CREATE TABLE "sign_in_uncounted" (
    "id" BIGSERIAL NOT NULL,
    "hour" TIMESTAMPTZ(3) NOT NULL,
    "network" INET,
    "yes" INTEGER NOT NULL,
    "no" INTEGER NOT NULL,

    CONSTRAINT "sign_in_uncounted_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sign_in_hour" (
    "hour" TIMESTAMPTZ(3) NOT NULL,
    "yes" INTEGER NOT NULL,
    "no" INTEGER NOT NULL,

    CONSTRAINT "sign_in_hour_pkey" PRIMARY KEY ("hour")
);

-- CreateTable
CREATE TABLE "sign_in_source" (
    "span" TEXT NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,
    "network" INET NOT NULL,
    "yes" INTEGER NOT NULL,
    "no" INTEGER NOT NULL,

    CONSTRAINT "sign_in_source_pkey" PRIMARY KEY ("span","network","since")
);

-- The busiest of each hour or day are read off, and the oldest found to be forgotten.
CREATE INDEX "sign_in_source_busiest_idx" ON "sign_in_source"("span", "since", ("yes" + "no") DESC);

-- Bounds the types cannot say
ALTER TABLE "sign_in_source" ADD CONSTRAINT "sign_in_source_span" CHECK ("span" IN ('hour', 'day'));

-- The network a sign-in is counted under: an IPv4 /24 or an IPv6 /48. None for one that is past counting by source.
CREATE FUNCTION "counted_network"("ip" inet, "at" timestamptz) RETURNS inet
LANGUAGE sql STABLE SET search_path = pg_catalog AS $$
  SELECT CASE WHEN at >= now() - interval '31 days'
    THEN network(set_masklen(ip, CASE family(ip) WHEN 4 THEN 24 ELSE 48 END))::inet END
$$;

-- What is recorded is noted in the same statement: nothing stands in a history that is not counted, or the other way
-- round. Only ever added to, so that no sign-in waits for another. \073 is a semicolon, as in 20261125010000.
CREATE FUNCTION "note_sign_ins"() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS
E'BEGIN
  INSERT INTO public.sign_in_uncounted (hour, network, yes, no)
  SELECT date_trunc(''hour'', at, ''UTC''), public.counted_network(ip, at),
    count(*) FILTER (WHERE outcome = ''yes''), count(*) FILTER (WHERE outcome = ''no'')
  FROM added WHERE kind = ''sign-in'' OR kind = ''second-factor'' AND outcome = ''no'' GROUP BY 1, 2\073
  RETURN NULL\073
END';

-- Counts what was noted: taken and added in one statement, so that each note counts once whatever dies. Two at once
-- take different notes. What is kept of sources goes after two days, by the hour, and after 31, by the day.
CREATE FUNCTION "count_sign_ins"("most" int) RETURNS int
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS $$
  WITH kept (span, oldest) AS (
    VALUES ('hour', now() - interval '2 days'), ('day', now() - interval '31 days')
  ), taken AS (
    DELETE FROM public.sign_in_uncounted WHERE id IN (
      SELECT id FROM public.sign_in_uncounted ORDER BY id LIMIT most FOR UPDATE SKIP LOCKED)
    RETURNING hour, network, yes, no
  ), hours AS (
    INSERT INTO public.sign_in_hour AS known (hour, yes, no)
    SELECT hour, sum(yes), sum(no) FROM taken GROUP BY hour ORDER BY hour
    ON CONFLICT (hour) DO UPDATE SET yes = known.yes + excluded.yes, no = known.no + excluded.no
  ), sources AS (
    INSERT INTO public.sign_in_source AS known (span, since, network, yes, no)
    SELECT span, date_trunc(span, hour, 'UTC'), network, sum(yes), sum(no)
    FROM taken, kept WHERE network IS NOT NULL AND date_trunc(span, hour, 'UTC') >= oldest
    GROUP BY 1, 2, 3 ORDER BY 1, 3, 2
    ON CONFLICT (span, network, since) DO UPDATE SET yes = known.yes + excluded.yes, no = known.no + excluded.no
  ), forgotten AS (
    DELETE FROM public.sign_in_source WHERE span = 'hour' AND since < now() - interval '2 days'
      OR span = 'day' AND since < now() - interval '31 days'
  ) SELECT count(*)::int FROM taken
$$;
REVOKE ALL ON FUNCTION "counted_network"(inet, timestamptz), "note_sign_ins"(), "count_sign_ins"(int) FROM PUBLIC;

-- One statement, so that no sign-in falls between the last one counted here and the first one noted.
DO E'BEGIN
  LOCK TABLE "activity" IN SHARE ROW EXCLUSIVE MODE\073
  CREATE TRIGGER "activity_counted" AFTER INSERT ON "activity" REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION "note_sign_ins"()\073
  INSERT INTO "sign_in_uncounted" ("hour", "network", "yes", "no")
  SELECT date_trunc(''hour'', at, ''UTC''), "counted_network"(ip, at),
    count(*) FILTER (WHERE outcome = ''yes''), count(*) FILTER (WHERE outcome = ''no'')
  FROM "activity" WHERE kind = ''sign-in'' OR kind = ''second-factor'' AND outcome = ''no'' GROUP BY 1, 2\073
END';

GRANT SELECT ON "sign_in_uncounted", "sign_in_hour", "sign_in_source" TO manager_app;
GRANT EXECUTE ON FUNCTION "count_sign_ins"(int) TO worker_app;
