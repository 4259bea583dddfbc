-- Which keys all replicas seal and hash with. The keys themselves are never here, only their fingerprints.
CREATE TABLE "key_version" (
    "kind" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "state" TEXT NOT NULL,
    "fingerprint" BYTEA NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "key_version_pkey" PRIMARY KEY ("kind", "version")
);

CREATE TABLE "key_rotation" (
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "from_version" INTEGER NOT NULL,
    "to_version" INTEGER,
    "waiting_for" TEXT,
    "rows_total" INTEGER NOT NULL DEFAULT 0,
    "rows_done" INTEGER NOT NULL DEFAULT 0,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    "leased_by" UUID,
    "leased_until" TIMESTAMPTZ(3),

    CONSTRAINT "key_rotation_pkey" PRIMARY KEY ("id")
);

-- The replicas that run, and the fingerprints of the keys that each holds.
CREATE TABLE "key_holder" (
    "replica" UUID NOT NULL,
    "fingerprints" BYTEA[],
    "seen_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "key_holder_pkey" PRIMARY KEY ("replica")
);

-- Counts how many passwords still need a pepper, and whether none does.
CREATE INDEX "password_pepper_version_idx" ON "password"("pepper_version");

ALTER TABLE "key_version" ADD CONSTRAINT "key_version_kind" CHECK ("kind" IN ('key-encryption', 'pepper'));
ALTER TABLE "key_version" ADD CONSTRAINT "key_version_state" CHECK ("state" IN ('current', 'old', 'retired'));
ALTER TABLE "key_rotation" ADD CONSTRAINT "key_rotation_kind" CHECK ("kind" IN ('key-encryption', 'pepper'));
ALTER TABLE "key_rotation" ADD CONSTRAINT "key_rotation_state" CHECK ("state" IN ('begun', 'made', 'promoted', 'proven', 'done'));
CREATE UNIQUE INDEX "key_version_one_current" ON "key_version"("kind") WHERE "state" = 'current';
CREATE UNIQUE INDEX "key_rotation_one_at_a_time" ON "key_rotation"("kind") WHERE "state" <> 'done';

GRANT SELECT, INSERT, UPDATE, DELETE ON "key_version", "key_holder" TO auth_app;
GRANT SELECT, INSERT, UPDATE ON "key_rotation" TO auth_app;
