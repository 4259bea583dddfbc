-- A right password from where nobody was seen before: a code is mailed first. It goes with its challenge.
CREATE TABLE "mailed_code" (
    "challenge_hash" BYTEA NOT NULL,
    "code_hash" BYTEA,
    "asked_at" TIMESTAMPTZ(3) NOT NULL,
    "address" TEXT NOT NULL,
    "place" TEXT NOT NULL,
    "browser" TEXT,
    "system" TEXT,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "next_attempt_at" TIMESTAMPTZ(3),

    CONSTRAINT "mailed_code_pkey" PRIMARY KEY ("challenge_hash")
);
CREATE INDEX "mailed_code_next_attempt_at_idx" ON "mailed_code"("next_attempt_at");
ALTER TABLE "mailed_code" ADD CONSTRAINT "mailed_code_challenge_hash_fkey" FOREIGN KEY ("challenge_hash") REFERENCES "challenge"("hash") ON DELETE CASCADE ON UPDATE CASCADE;

-- Never the code itself, nor a hash that could be turned back without the key.
ALTER TABLE "mailed_code" ADD CONSTRAINT "mailed_code_hash" CHECK (octet_length("code_hash") = 32);

ALTER TABLE "failure" DROP CONSTRAINT "failure_authenticator";
ALTER TABLE "failure" ADD CONSTRAINT "failure_authenticator" CHECK ("authenticator" IN ('password', 'second-factor', 'mailed-code'));

GRANT SELECT, INSERT, UPDATE ON "mailed_code" TO auth_app;
