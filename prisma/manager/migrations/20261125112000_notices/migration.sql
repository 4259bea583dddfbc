-- CreateTable
CREATE TABLE "notice" (
    "id" BIGSERIAL NOT NULL,
    "customer_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "payload" JSONB NOT NULL,
    "domain" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'waiting',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "queued_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "next_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "try_until" TIMESTAMPTZ(3) NOT NULL,
    "claimed_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),
    "failure" TEXT,
    "reply" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "notice_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "notice_customer_id_state_id_idx" ON "notice"("customer_id", "state", "id");

-- CreateIndex
CREATE INDEX "notice_state_id_idx" ON "notice"("state", "id");

-- CreateIndex
CREATE INDEX "notice_state_next_at_idx" ON "notice"("state", "next_at");

-- CreateIndex
CREATE INDEX "notice_state_ended_at_idx" ON "notice"("state", "ended_at");

-- AddForeignKey
ALTER TABLE "notice" ADD CONSTRAINT "notice_customer_id_fkey" FOREIGN KEY ("customer_id") REFERENCES "customer"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "notice" ADD CONSTRAINT "notice_state" CHECK ("state" IN ('waiting', 'sending', 'sent', 'not-mailed', 'given-up', 'uncertain'));
ALTER TABLE "notice" ADD CONSTRAINT "notice_ended" CHECK (("ended_at" IS NULL) = ("state" IN ('waiting', 'sending')));
ALTER TABLE "notice" ADD CONSTRAINT "notice_reply" CHECK (length("reply") <= 300);

-- Whoever changes an account queues its mail. Of what becomes of it the manager may say one thing: try again.
GRANT SELECT, INSERT ON "notice" TO manager_app, worker_app;
GRANT USAGE ON SEQUENCE "notice_id_seq" TO manager_app, worker_app;
GRANT UPDATE ("state", "attempts", "next_at", "try_until", "ended_at") ON "notice" TO manager_app;
GRANT UPDATE ("state", "attempts", "next_at", "claimed_at", "ended_at", "failure", "reply") ON "notice" TO worker_app;
GRANT DELETE ON "notice" TO worker_app;

-- What was queued before this table is kept in it from now on. Its jobs remain, and set it going.
INSERT INTO "notice" ("customer_id", "kind", "payload", "domain", "queued_at", "try_until")
SELECT c.id, j.payload->>'notice', j.payload::jsonb, split_part(c.email, '@', 2), j.created_at, now() + interval '48 hours'
FROM graphile_worker._private_jobs j
  JOIN graphile_worker._private_tasks t ON t.id = j.task_id AND t.identifier = 'send-notice'
  JOIN "customer" c ON c.id::text = j.payload->>'customerId'
WHERE j.attempts < j.max_attempts AND j.payload->>'notice' IS NOT NULL
ORDER BY j.id;
