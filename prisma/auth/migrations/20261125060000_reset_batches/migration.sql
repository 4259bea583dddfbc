-- A list longer than one request is named in batches. Each is there once, and their number was said with the code.
ALTER TABLE "reset_proposal" ADD COLUMN     "batches" INTEGER;
ALTER TABLE "reset_proposal" ADD CONSTRAINT "reset_proposal_batches" CHECK ("batches" IS NULL OR ("batches" BETWEEN 1 AND 100 AND "scope" <> 'all'));

-- CreateTable
CREATE TABLE "reset_batch" (
    "reset_id" UUID NOT NULL,
    "batch" INTEGER NOT NULL,

    CONSTRAINT "reset_batch_pkey" PRIMARY KEY ("reset_id","batch")
);

-- CreateTable
CREATE TABLE "reset_candidate" (
    "reset_id" UUID NOT NULL,
    "subject_id" UUID NOT NULL,

    CONSTRAINT "reset_candidate_pkey" PRIMARY KEY ("reset_id","subject_id")
);

-- AddForeignKey
ALTER TABLE "reset_batch" ADD CONSTRAINT "reset_batch_reset_id_fkey" FOREIGN KEY ("reset_id") REFERENCES "reset_proposal"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "reset_candidate" ADD CONSTRAINT "reset_candidate_reset_id_fkey" FOREIGN KEY ("reset_id") REFERENCES "reset_proposal"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Who was named is never changed.
GRANT SELECT, INSERT ON "reset_batch", "reset_candidate" TO auth_app;

-- Whom it names is looked up as it is written, and nobody may delete a subject. Checked again, and locked, for each of a
-- million, the list would take minutes.
ALTER TABLE "reset_subject" DROP CONSTRAINT "reset_subject_subject_id_fkey";
