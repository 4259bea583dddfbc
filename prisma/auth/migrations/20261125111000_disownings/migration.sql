-- CreateTable
CREATE TABLE "disowning" (
    "token_hash" BYTEA NOT NULL,
    "subject_id" UUID NOT NULL,
    "notice" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "disowning_pkey" PRIMARY KEY ("token_hash")
);

-- CreateIndex
CREATE INDEX "disowning_subject_id_idx" ON "disowning"("subject_id");

-- CreateIndex
CREATE INDEX "disowning_expires_at_idx" ON "disowning"("expires_at");

-- AddForeignKey
ALTER TABLE "disowning" ADD CONSTRAINT "disowning_subject_id_fkey" FOREIGN KEY ("subject_id") REFERENCES "subject"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- A token is stored as its SHA-256, and as nothing else.
ALTER TABLE "disowning" ADD CONSTRAINT "disowning_hash" CHECK (octet_length("token_hash") = 32);

ALTER TABLE "link_request" DROP CONSTRAINT "link_request_purpose";
ALTER TABLE "link_request" ADD CONSTRAINT "link_request_purpose"
  CHECK ("purpose" IN ('reset', 'invitation', 'disabled', 'disowned'));

GRANT SELECT, INSERT, UPDATE, DELETE ON "disowning" TO auth_app;
