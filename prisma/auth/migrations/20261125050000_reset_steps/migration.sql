-- CreateTable
CREATE TABLE "reset_step" (
    "reset_id" UUID NOT NULL,
    "subject_id" UUID NOT NULL,
    "step" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "reset_step_pkey" PRIMARY KEY ("reset_id","subject_id","step")
);

-- Who is done already. Of several passwords since, only the time of the latest is known.
INSERT INTO "reset_step" ("reset_id", "subject_id", "step", "at")
SELECT r."id", s."id", 'done', p."set_at"
FROM "reset" r JOIN "password" p ON p."set_at" >= r."cutoff"
JOIN "subject" s ON s."id" = p."subject_id" AND s."created_at" < r."cutoff"
WHERE r."scope" = 'all' OR EXISTS (
  SELECT FROM "reset_subject" rs WHERE rs."reset_id" = r."id" AND rs."subject_id" = s."id"
);

-- CreateIndex
CREATE INDEX "reset_step_reset_id_step_at_idx" ON "reset_step"("reset_id", "step", "at");

-- AddForeignKey
ALTER TABLE "reset_step" ADD CONSTRAINT "reset_step_reset_id_fkey" FOREIGN KEY ("reset_id") REFERENCES "reset"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "reset_step" ADD CONSTRAINT "reset_step_subject_id_fkey" FOREIGN KEY ("subject_id") REFERENCES "subject"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Bounds the types cannot say
ALTER TABLE "reset_step" ADD CONSTRAINT "reset_step_step" CHECK ("step" IN ('opened', 'done'));

-- The first step of its kind counts, and is never moved.
GRANT SELECT, INSERT ON "reset_step" TO auth_app;
