-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateTable
CREATE TABLE "subject" (
    "id" UUID NOT NULL,
    "email_lookup" BYTEA NOT NULL,
    "email_sealed" BYTEA NOT NULL,
    "language" TEXT NOT NULL,
    "staff_role" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "subject_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "password" (
    "subject_id" UUID NOT NULL,
    "scheme" TEXT NOT NULL,
    "cost" INTEGER NOT NULL,
    "pepper_version" INTEGER,
    "hash" TEXT NOT NULL,
    "set_at" TIMESTAMPTZ(3) NOT NULL,
    "hashed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "password_pkey" PRIMARY KEY ("subject_id")
);

-- CreateTable
CREATE TABLE "totp" (
    "subject_id" UUID NOT NULL,
    "state" TEXT NOT NULL,
    "key_sealed" BYTEA NOT NULL,
    "key_version" INTEGER NOT NULL,
    "last_step" INTEGER NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "confirmed_at" TIMESTAMPTZ(3),

    CONSTRAINT "totp_pkey" PRIMARY KEY ("subject_id","state")
);

-- CreateTable
CREATE TABLE "recovery_code" (
    "subject_id" UUID NOT NULL,
    "hash" BYTEA NOT NULL,
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "recovery_code_pkey" PRIMARY KEY ("subject_id","hash")
);

-- CreateTable
CREATE TABLE "link" (
    "token_hash" BYTEA NOT NULL,
    "subject_id" UUID NOT NULL,
    "purpose" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "link_pkey" PRIMARY KEY ("token_hash")
);

-- CreateTable
CREATE TABLE "link_request" (
    "id" BIGSERIAL NOT NULL,
    "email_lookup" BYTEA NOT NULL,
    "purpose" TEXT NOT NULL,
    "requested_at" TIMESTAMPTZ(3) NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "next_attempt_at" TIMESTAMPTZ(3),

    CONSTRAINT "link_request_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "setup" (
    "token_hash" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "setup_pkey" PRIMARY KEY ("token_hash")
);

-- CreateTable
CREATE TABLE "challenge" (
    "hash" BYTEA NOT NULL,
    "subject_id" UUID NOT NULL,
    "caller" TEXT NOT NULL,
    "attempts_left" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "challenge_pkey" PRIMARY KEY ("hash")
);

-- CreateTable
CREATE TABLE "yes_grant" (
    "hash" BYTEA NOT NULL,
    "subject_id" UUID NOT NULL,
    "purpose" TEXT NOT NULL,
    "caller" TEXT NOT NULL,
    "method" TEXT NOT NULL,
    "decided_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "redeemed_at" TIMESTAMPTZ(3),

    CONSTRAINT "yes_grant_pkey" PRIMARY KEY ("hash")
);

-- CreateTable
CREATE TABLE "reset" (
    "id" UUID NOT NULL,
    "scope" TEXT NOT NULL,
    "cutoff" TIMESTAMPTZ(3) NOT NULL,
    "reason" TEXT NOT NULL,
    "started_by" UUID NOT NULL,

    CONSTRAINT "reset_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "reset_subject" (
    "reset_id" UUID NOT NULL,
    "subject_id" UUID NOT NULL,

    CONSTRAINT "reset_subject_pkey" PRIMARY KEY ("reset_id","subject_id")
);

-- CreateTable
CREATE TABLE "throttle" (
    "bucket" BYTEA NOT NULL,
    "level" DOUBLE PRECISION NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "throttle_pkey" PRIMARY KEY ("bucket")
);

-- CreateTable
CREATE TABLE "known_source" (
    "subject_id" UUID NOT NULL,
    "source_hash" BYTEA NOT NULL,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "known_source_pkey" PRIMARY KEY ("subject_id","source_hash")
);

-- CreateTable
CREATE TABLE "journal" (
    "id" BIGSERIAL NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "caller" TEXT NOT NULL,
    "verb" TEXT NOT NULL,
    "subject_id" UUID,
    "verdict" TEXT NOT NULL,
    "because" TEXT,
    "address" TEXT,
    "request_id" TEXT NOT NULL,

    CONSTRAINT "journal_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "subject_email_lookup_key" ON "subject"("email_lookup");

-- CreateIndex
CREATE INDEX "password_set_at_idx" ON "password"("set_at");

-- CreateIndex
CREATE INDEX "password_scheme_cost_idx" ON "password"("scheme", "cost");

-- CreateIndex
CREATE INDEX "link_subject_id_idx" ON "link"("subject_id");

-- CreateIndex
CREATE INDEX "link_request_next_attempt_at_idx" ON "link_request"("next_attempt_at");

-- CreateIndex
CREATE INDEX "challenge_expires_at_idx" ON "challenge"("expires_at");

-- CreateIndex
CREATE INDEX "yes_grant_expires_at_idx" ON "yes_grant"("expires_at");

-- CreateIndex
CREATE INDEX "reset_scope_cutoff_idx" ON "reset"("scope", "cutoff");

-- CreateIndex
CREATE INDEX "reset_subject_subject_id_idx" ON "reset_subject"("subject_id");

-- CreateIndex
CREATE INDEX "throttle_updated_at_idx" ON "throttle"("updated_at");

-- CreateIndex
CREATE INDEX "journal_subject_id_at_idx" ON "journal"("subject_id", "at");

-- AddForeignKey
ALTER TABLE "password" ADD CONSTRAINT "password_subject_id_fkey" FOREIGN KEY ("subject_id") REFERENCES "subject"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "totp" ADD CONSTRAINT "totp_subject_id_fkey" FOREIGN KEY ("subject_id") REFERENCES "subject"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "recovery_code" ADD CONSTRAINT "recovery_code_subject_id_fkey" FOREIGN KEY ("subject_id") REFERENCES "subject"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "link" ADD CONSTRAINT "link_subject_id_fkey" FOREIGN KEY ("subject_id") REFERENCES "subject"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "challenge" ADD CONSTRAINT "challenge_subject_id_fkey" FOREIGN KEY ("subject_id") REFERENCES "subject"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "yes_grant" ADD CONSTRAINT "yes_grant_subject_id_fkey" FOREIGN KEY ("subject_id") REFERENCES "subject"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "reset_subject" ADD CONSTRAINT "reset_subject_reset_id_fkey" FOREIGN KEY ("reset_id") REFERENCES "reset"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "reset_subject" ADD CONSTRAINT "reset_subject_subject_id_fkey" FOREIGN KEY ("subject_id") REFERENCES "subject"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "known_source" ADD CONSTRAINT "known_source_subject_id_fkey" FOREIGN KEY ("subject_id") REFERENCES "subject"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Bounds the types cannot say
ALTER TABLE "subject" ADD CONSTRAINT "subject_staff_role" CHECK ("staff_role" IN ('support', 'security'));
ALTER TABLE "totp" ADD CONSTRAINT "totp_state" CHECK ("state" IN ('pending', 'active'));
ALTER TABLE "link" ADD CONSTRAINT "link_purpose" CHECK ("purpose" IN ('reset', 'invitation'));
ALTER TABLE "link_request" ADD CONSTRAINT "link_request_purpose" CHECK ("purpose" IN ('reset', 'invitation'));
ALTER TABLE "reset" ADD CONSTRAINT "reset_scope" CHECK ("scope" IN ('all', 'subjects'));

-- One role reaches this database: the auth service's. What it may do is the architecture.
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO auth_app;
GRANT SELECT, INSERT, UPDATE ON "subject", "password", "link", "setup", "challenge", "yes_grant", "known_source" TO auth_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON "totp", "recovery_code", "link_request", "throttle" TO auth_app;
GRANT DELETE ON "link", "setup", "challenge", "yes_grant" TO auth_app;
GRANT SELECT, INSERT ON "reset", "reset_subject" TO auth_app;
-- The journal is append-only, and the service cannot read it back.
GRANT INSERT ON "journal" TO auth_app;
GRANT USAGE ON SEQUENCE "journal_id_seq", "link_request_id_seq" TO auth_app;
