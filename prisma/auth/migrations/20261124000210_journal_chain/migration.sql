-- Each entry's hash covers the entry before it: nothing can be changed, removed or moved and still fit.
ALTER TABLE "journal" ADD COLUMN "seq" BIGINT;
ALTER TABLE "journal" ADD COLUMN "hash" BYTEA;

-- The last entry's number and hash. Its row is what decisions queue for, so it holds one row for ever.
CREATE TABLE "journal_head" (
    "only" BOOLEAN NOT NULL DEFAULT true,
    "seq" BIGINT NOT NULL,
    "hash" BYTEA NOT NULL,

    CONSTRAINT "journal_head_pkey" PRIMARY KEY ("only")
);
ALTER TABLE "journal_head" ADD CONSTRAINT "journal_head_only" CHECK ("only");

-- Statements, signed by the service, that the chain had come thus far.
CREATE TABLE "journal_checkpoint" (
    "seq" BIGINT NOT NULL,
    "hash" BYTEA NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "public_key" BYTEA NOT NULL,
    "signature" BYTEA NOT NULL,

    CONSTRAINT "journal_checkpoint_pkey" PRIMARY KEY ("seq")
);

-- What an older version wrote is chained as it stands: see lib/journal/chain.ts for the bytes.
CREATE FUNCTION chain_step(bytea, text) RETURNS bytea LANGUAGE sql IMMUTABLE AS 'SELECT sha256($1 || convert_to($2, ''UTF8''))';
CREATE AGGREGATE chain(text) (SFUNC = chain_step, STYPE = bytea, INITCOND = '');
CREATE FUNCTION chain_field(text) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT coalesce(octet_length($1) || '':'' || $1, ''-'')';

UPDATE "journal" SET "seq" = numbered."n", "hash" = numbered."hash"
FROM (
  SELECT "id", "n", chain("n" || ',' || "entry") OVER (ORDER BY "n") AS "hash"
  FROM (
    SELECT "id", row_number() OVER (ORDER BY "id") AS "n",
      concat_ws(',', chain_field((extract(epoch FROM "at") * 1000)::bigint::text), chain_field("caller"),
        chain_field("verb"), chain_field("subject_id"::text), chain_field("verdict"), chain_field("because"),
        chain_field("address"), chain_field("request_id")) AS "entry"
    FROM "journal"
  ) AS "written"
) AS numbered
WHERE numbered."id" = "journal"."id";

INSERT INTO "journal_head" ("seq", "hash")
SELECT coalesce(max("seq"), 0), coalesce((SELECT "hash" FROM "journal" ORDER BY "seq" DESC LIMIT 1), '')
FROM "journal";

DROP AGGREGATE chain(text);
DROP FUNCTION chain_step(bytea, text);
DROP FUNCTION chain_field(text);

ALTER TABLE "journal" DROP CONSTRAINT "journal_pkey";
ALTER TABLE "journal" DROP COLUMN "id";
ALTER TABLE "journal" ALTER COLUMN "seq" SET NOT NULL;
ALTER TABLE "journal" ALTER COLUMN "hash" SET NOT NULL;
ALTER TABLE "journal" ADD CONSTRAINT "journal_pkey" PRIMARY KEY ("seq");

GRANT SELECT, UPDATE ON "journal_head" TO auth_app;
GRANT SELECT, INSERT ON "journal_checkpoint" TO auth_app;
-- Whoever verifies the journal reads it, and nothing else of this database.
GRANT USAGE ON SCHEMA public TO journal_app;
GRANT SELECT ON "journal", "journal_head", "journal_checkpoint" TO journal_app;
