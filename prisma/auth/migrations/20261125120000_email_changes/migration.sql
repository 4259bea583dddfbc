-- AlterTable
ALTER TABLE "disowning" ADD COLUMN     "email_lookup" BYTEA;
-- No address had changed before.
UPDATE "disowning" d SET "email_lookup" = s."email_lookup" FROM "subject" s WHERE s."id" = d."subject_id";
ALTER TABLE "disowning" ALTER COLUMN "email_lookup" SET NOT NULL;

-- AlterTable
ALTER TABLE "link_request" ADD COLUMN     "subject_id" UUID;

-- CreateTable
CREATE TABLE "email_change" (
    "subject_id" UUID NOT NULL,
    "email_lookup" BYTEA NOT NULL,
    "email_sealed" BYTEA NOT NULL,
    "asked_in" UUID NOT NULL,
    "asked_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "old_token_hash" BYTEA,
    "new_token_hash" BYTEA,
    "old_confirmed_at" TIMESTAMPTZ(3),
    "new_confirmed_at" TIMESTAMPTZ(3),
    "done_at" TIMESTAMPTZ(3),

    CONSTRAINT "email_change_pkey" PRIMARY KEY ("subject_id")
);

-- CreateTable
CREATE TABLE "former_email" (
    "subject_id" UUID NOT NULL,
    "email_lookup" BYTEA NOT NULL,
    "email_sealed" BYTEA NOT NULL,
    "restorable" BOOLEAN NOT NULL,
    "left_at" TIMESTAMPTZ(3) NOT NULL,
    "kept_until" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "former_email_pkey" PRIMARY KEY ("subject_id","email_lookup")
);

-- CreateIndex
CREATE UNIQUE INDEX "email_change_old_token_hash_key" ON "email_change"("old_token_hash");

-- CreateIndex
CREATE UNIQUE INDEX "email_change_new_token_hash_key" ON "email_change"("new_token_hash");

-- CreateIndex
CREATE INDEX "email_change_expires_at_idx" ON "email_change"("expires_at");

-- CreateIndex
CREATE INDEX "former_email_email_lookup_idx" ON "former_email"("email_lookup");

-- CreateIndex
CREATE INDEX "former_email_kept_until_idx" ON "former_email"("kept_until");

-- CreateIndex
CREATE INDEX "link_request_subject_id_idx" ON "link_request"("subject_id");

-- AddForeignKey
ALTER TABLE "email_change" ADD CONSTRAINT "email_change_subject_id_fkey" FOREIGN KEY ("subject_id") REFERENCES "subject"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "former_email" ADD CONSTRAINT "former_email_subject_id_fkey" FOREIGN KEY ("subject_id") REFERENCES "subject"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- A token is stored as its SHA-256, and as nothing else.
ALTER TABLE "email_change" ADD CONSTRAINT "email_change_hashes"
  CHECK (octet_length("old_token_hash") = 32 AND octet_length("new_token_hash") = 32);
-- Made by both mailboxes and by nothing less, whoever writes the row.
ALTER TABLE "email_change" ADD CONSTRAINT "email_change_both"
  CHECK ("done_at" IS NULL OR ("old_confirmed_at" IS NOT NULL AND "new_confirmed_at" IS NOT NULL));
ALTER TABLE "email_change" ADD CONSTRAINT "email_change_day" CHECK ("expires_at" <= "asked_at" + interval '24 hours');

ALTER TABLE "link_request" DROP CONSTRAINT "link_request_purpose";
ALTER TABLE "link_request" ADD CONSTRAINT "link_request_purpose"
  CHECK ("purpose" IN ('reset', 'invitation', 'disabled', 'disowned', 'member', 'email-old', 'email-new', 'email-left', 'email-restored'));

GRANT SELECT, INSERT, UPDATE, DELETE ON "email_change", "former_email" TO auth_app;
