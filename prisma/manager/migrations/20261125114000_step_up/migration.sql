-- A session that gave no factor lately is asked for one before anything sensitive. Those that are open when this
-- is applied have given none.
ALTER TABLE "session" ADD COLUMN "proof_used_at" TIMESTAMPTZ(3),
ADD COLUMN "proved_at" TIMESTAMPTZ(3);

ALTER TABLE "session" ADD CONSTRAINT "session_proof" CHECK (("proved_at" IS NULL) = ("proof_used_at" IS NULL));

GRANT UPDATE ("proved_at", "proof_used_at") ON "session" TO manager_app;
