-- Passkeys: public keys, each its subject's. What an authenticator was asked to sign is kept by its hash, and goes once.
CREATE TABLE "passkey_owner" (
    "subject_id" UUID NOT NULL,
    "handle" BYTEA NOT NULL,

    CONSTRAINT "passkey_owner_pkey" PRIMARY KEY ("subject_id")
);
CREATE UNIQUE INDEX "passkey_owner_handle_key" ON "passkey_owner"("handle");
ALTER TABLE "passkey_owner" ADD CONSTRAINT "passkey_owner_subject_id_fkey" FOREIGN KEY ("subject_id") REFERENCES "subject"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

CREATE TABLE "passkey" (
    "id" UUID NOT NULL,
    "subject_id" UUID NOT NULL,
    "credential_id" BYTEA NOT NULL,
    "public_key" BYTEA NOT NULL,
    "mac" BYTEA NOT NULL,
    "sign_count" BIGINT NOT NULL,
    "synced" BOOLEAN NOT NULL,
    "transports" TEXT[],
    "name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "last_used_at" TIMESTAMPTZ(3),
    "last_browser" TEXT,
    "last_system" TEXT,
    "last_place" TEXT,

    CONSTRAINT "passkey_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "passkey_credential_id_key" ON "passkey"("credential_id");
CREATE INDEX "passkey_subject_id_idx" ON "passkey"("subject_id");
ALTER TABLE "passkey" ADD CONSTRAINT "passkey_subject_id_fkey" FOREIGN KEY ("subject_id") REFERENCES "subject"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

CREATE TABLE "passkey_challenge" (
    "flow_hash" BYTEA NOT NULL,
    "challenge_hash" BYTEA NOT NULL,
    "purpose" TEXT NOT NULL,
    "subject_id" UUID,
    "caller" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "passkey_challenge_pkey" PRIMARY KEY ("flow_hash")
);
CREATE INDEX "passkey_challenge_expires_at_idx" ON "passkey_challenge"("expires_at");
ALTER TABLE "passkey_challenge" ADD CONSTRAINT "passkey_challenge_subject_id_fkey" FOREIGN KEY ("subject_id") REFERENCES "subject"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- WebAuthn's own bounds: 1023 bytes of an id, 64 of a handle, 32 bits of a counter.
ALTER TABLE "passkey_owner" ADD CONSTRAINT "passkey_owner_handle" CHECK (octet_length("handle") = 32);
ALTER TABLE "passkey" ADD CONSTRAINT "passkey_bounds" CHECK (
  octet_length("credential_id") BETWEEN 1 AND 1023 AND octet_length("public_key") BETWEEN 1 AND 2048
  AND octet_length("mac") = 32 AND "sign_count" BETWEEN 0 AND 4294967295 AND length("name") BETWEEN 1 AND 40);
ALTER TABLE "passkey_challenge" ADD CONSTRAINT "passkey_challenge_hashes"
  CHECK (octet_length("flow_hash") = 32 AND octet_length("challenge_hash") = 32);
-- Only whoever signs in with a passkey alone is not known beforehand.
ALTER TABLE "passkey_challenge" ADD CONSTRAINT "passkey_challenge_purpose"
  CHECK ("purpose" IN ('sign-in', 'second-factor', 'link', 'change', 'enrol') AND ("subject_id" IS NULL) = ("purpose" = 'sign-in'));

GRANT SELECT, INSERT ON "passkey_owner" TO auth_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON "passkey", "passkey_challenge" TO auth_app;
