-- What was found against a password when it was last typed: a fact about it, and nothing of it. The role
-- that reads and writes the table reads and writes these columns: nothing more is granted.
ALTER TABLE "password" ADD COLUMN "weakness" TEXT,
  ADD COLUMN "weakness_at" TIMESTAMPTZ(3);

ALTER TABLE "password" ADD CONSTRAINT "password_weakness"
  CHECK ("weakness" IN ('breached', 'common', 'context', 'guessable', 'too-short'));
ALTER TABLE "password" ADD CONSTRAINT "password_weakness_at"
  CHECK (("weakness" IS NULL) = ("weakness_at" IS NULL));

-- Counts the weak ones without reading the others.
CREATE INDEX "password_weakness_idx" ON "password"("weakness") WHERE "weakness" IS NOT NULL;
