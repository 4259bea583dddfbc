-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateTable
CREATE TABLE "customer" (
    "id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "company" TEXT NOT NULL DEFAULT '',
    "language" TEXT NOT NULL,
    "staff_role" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "customer_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "session" (
    "id" UUID NOT NULL,
    "token_hash" BYTEA NOT NULL,
    "customer_id" UUID NOT NULL,
    "second_factor" BOOLEAN NOT NULL,
    "address" TEXT NOT NULL,
    "user_agent" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "last_used_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "activity" (
    "id" BIGSERIAL NOT NULL,
    "customer_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "kind" TEXT NOT NULL,
    "outcome" TEXT NOT NULL,
    "address" TEXT NOT NULL,
    "user_agent" TEXT NOT NULL,
    "detail" JSONB NOT NULL DEFAULT '{}',

    CONSTRAINT "activity_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "reset" (
    "id" UUID NOT NULL,
    "scope" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "cutoff" TIMESTAMPTZ(3),
    "reason" TEXT NOT NULL,
    "started_by" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "reset_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "reset_subject" (
    "reset_id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,

    CONSTRAINT "reset_subject_pkey" PRIMARY KEY ("reset_id","customer_id")
);

-- CreateTable
CREATE TABLE "reset_notice" (
    "reset_id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "claimed_at" TIMESTAMPTZ(3) NOT NULL,
    "sent_at" TIMESTAMPTZ(3),
    "error" TEXT,

    CONSTRAINT "reset_notice_pkey" PRIMARY KEY ("reset_id","customer_id")
);

-- CreateIndex
CREATE UNIQUE INDEX "customer_email_key" ON "customer"("email");

-- CreateIndex
CREATE INDEX "customer_name_idx" ON "customer"("name");

-- CreateIndex
CREATE UNIQUE INDEX "session_token_hash_key" ON "session"("token_hash");

-- CreateIndex
CREATE INDEX "session_customer_id_started_at_idx" ON "session"("customer_id", "started_at");

-- CreateIndex
CREATE INDEX "activity_customer_id_at_id_idx" ON "activity"("customer_id", "at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "activity_customer_id_kind_address_idx" ON "activity"("customer_id", "kind", "address");

-- CreateIndex
CREATE INDEX "reset_state_scope_cutoff_idx" ON "reset"("state", "scope", "cutoff");

-- CreateIndex
CREATE INDEX "reset_subject_customer_id_idx" ON "reset_subject"("customer_id");

-- CreateIndex
CREATE INDEX "reset_notice_claimed_at_idx" ON "reset_notice"("claimed_at");

-- AddForeignKey
ALTER TABLE "session" ADD CONSTRAINT "session_customer_id_fkey" FOREIGN KEY ("customer_id") REFERENCES "customer"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "activity" ADD CONSTRAINT "activity_customer_id_fkey" FOREIGN KEY ("customer_id") REFERENCES "customer"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "reset" ADD CONSTRAINT "reset_started_by_fkey" FOREIGN KEY ("started_by") REFERENCES "customer"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "reset_subject" ADD CONSTRAINT "reset_subject_reset_id_fkey" FOREIGN KEY ("reset_id") REFERENCES "reset"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "reset_subject" ADD CONSTRAINT "reset_subject_customer_id_fkey" FOREIGN KEY ("customer_id") REFERENCES "customer"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "reset_notice" ADD CONSTRAINT "reset_notice_reset_id_fkey" FOREIGN KEY ("reset_id") REFERENCES "reset"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "reset_notice" ADD CONSTRAINT "reset_notice_customer_id_fkey" FOREIGN KEY ("customer_id") REFERENCES "customer"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Bounds the types cannot say
ALTER TABLE "customer" ADD CONSTRAINT "customer_email_normal" CHECK ("email" = lower("email") AND length("email") <= 254);
ALTER TABLE "customer" ADD CONSTRAINT "customer_staff_role" CHECK ("staff_role" IN ('support', 'security'));
ALTER TABLE "activity" ADD CONSTRAINT "activity_outcome" CHECK ("outcome" IN ('yes', 'no'));
ALTER TABLE "reset" ADD CONSTRAINT "reset_scope" CHECK ("scope" IN ('all', 'subjects'));
ALTER TABLE "reset" ADD CONSTRAINT "reset_state" CHECK (("state" IN ('starting', 'refused')) OR ("state" = 'active' AND "cutoff" IS NOT NULL));

-- Jobs and mail are queued in the transaction that gives rise to them. The app roles may queue these and no others.
CREATE DOMAIN "queueable_task" AS text CHECK (VALUE IN ('send-notice', 'tell-reset', 'settle-reset'));
CREATE FUNCTION "queue_job"("task" "queueable_task", "payload" json, "key" text DEFAULT NULL, "run_after" interval DEFAULT '0') RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT graphile_worker.add_job(task::text, payload, job_key => key, run_at => now() + run_after, max_attempts => 12)
$$;
REVOKE ALL ON FUNCTION "queue_job"("queueable_task", json, text, interval) FROM PUBLIC;

REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO manager_app, worker_app, operator_app;
GRANT EXECUTE ON FUNCTION "queue_job"("queueable_task", json, text, interval) TO manager_app, worker_app;

GRANT SELECT, INSERT ON "customer" TO manager_app;
GRANT UPDATE ("name", "company", "language") ON "customer" TO manager_app;
GRANT SELECT, INSERT ON "session" TO manager_app;
GRANT UPDATE ("last_used_at", "ended_at", "second_factor") ON "session" TO manager_app;
-- What happened to an account can be added to, never rewritten.
GRANT SELECT, INSERT ON "activity" TO manager_app;
GRANT USAGE ON SEQUENCE "activity_id_seq" TO manager_app, operator_app, worker_app;
GRANT SELECT, INSERT ON "reset", "reset_subject" TO manager_app;
GRANT UPDATE ("state", "cutoff") ON "reset" TO manager_app, worker_app;
GRANT SELECT ON "reset_notice" TO manager_app;

GRANT SELECT ON "customer", "reset", "reset_subject" TO worker_app;
GRANT SELECT, INSERT ON "reset_notice" TO worker_app;
GRANT UPDATE ("claimed_at", "sent_at", "error") ON "reset_notice" TO worker_app;
-- A reset that only the worker could settle stands in the histories all the same.
GRANT INSERT ON "activity" TO worker_app;

GRANT SELECT, INSERT ON "customer" TO operator_app;
GRANT INSERT ON "activity" TO operator_app;
