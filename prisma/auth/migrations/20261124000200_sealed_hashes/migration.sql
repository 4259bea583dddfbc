-- A hash is sealed by the service, which alone has the keys: SQL only makes room. Plain hashes of an
-- installed base stay readable until the service has sealed them, in the background, from its next start.
ALTER TABLE "password" ALTER COLUMN "hash" DROP NOT NULL,
  ADD COLUMN "hash_sealed" BYTEA,
  ADD COLUMN "key_version" INTEGER;

-- One or the other: a row that held both could be read as either.
ALTER TABLE "password" ADD CONSTRAINT "password_hash_once" CHECK (num_nonnulls("hash", "hash_sealed") = 1);

-- Finds what is left to seal, and costs nothing once that is nothing.
CREATE INDEX "password_plain_idx" ON "password"("subject_id") WHERE "hash_sealed" IS NULL;

CREATE TABLE "hashes_sealed" (
    "only_row" BOOLEAN NOT NULL DEFAULT true,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "hashes_sealed_pkey" PRIMARY KEY ("only_row")
);
ALTER TABLE "hashes_sealed" ADD CONSTRAINT "hashes_sealed_only_row" CHECK ("only_row");

-- A new installation never has a plain hash, and refuses one from the first day.
INSERT INTO "hashes_sealed" ("at") SELECT now() WHERE NOT EXISTS (SELECT FROM "password");

-- No UPDATE and no DELETE: with the service's role nobody opens the door to plain hashes again.
GRANT SELECT, INSERT ON "hashes_sealed" TO auth_app;
