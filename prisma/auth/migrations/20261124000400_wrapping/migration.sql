-- The wrapping of legacy digests in the background: one job, which any replica may carry on.
CREATE TABLE "wrapping" (
    "only" BOOLEAN NOT NULL DEFAULT true,
    "state" TEXT NOT NULL,
    "rows_per_second" DOUBLE PRECISION NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    "wrapped" INTEGER NOT NULL DEFAULT 0,
    "last_subject" UUID,
    "lease" UUID,
    "lease_until" TIMESTAMPTZ(3),

    CONSTRAINT "wrapping_pkey" PRIMARY KEY ("only")
);
ALTER TABLE "wrapping" ADD CONSTRAINT "wrapping_only" CHECK ("only");
ALTER TABLE "wrapping" ADD CONSTRAINT "wrapping_state" CHECK ("state" IN ('running', 'paused', 'done'));

-- Rows that could not be wrapped: damaged ones, for somebody to look at.
CREATE TABLE "wrapping_skipped" (
    "subject_id" UUID NOT NULL,

    CONSTRAINT "wrapping_skipped_pkey" PRIMARY KEY ("subject_id")
);

-- What is left to wrap, in the order of the walk. It empties itself.
CREATE INDEX "password_legacy_idx" ON "password"("subject_id")
  WHERE "scheme" IN ('sha256-crypt', 'pbkdf2-sha256', 'sha256-iterated', 'bcrypt');

-- How many hashes of which kind there were, day by day.
CREATE TABLE "password_census" (
    "day" DATE NOT NULL,
    "scheme" TEXT NOT NULL,
    "cost" INTEGER NOT NULL,
    "pepper_version" INTEGER NOT NULL,
    "count" INTEGER NOT NULL,

    CONSTRAINT "password_census_pkey" PRIMARY KEY ("day", "scheme", "cost", "pepper_version")
);

-- Finds who has not come back for longest.
CREATE INDEX "password_scheme_set_at_idx" ON "password"("scheme", "set_at");

GRANT SELECT, INSERT, UPDATE ON "wrapping" TO auth_app;
GRANT SELECT, INSERT, DELETE ON "wrapping_skipped" TO auth_app;
GRANT SELECT, INSERT ON "password_census" TO auth_app;
