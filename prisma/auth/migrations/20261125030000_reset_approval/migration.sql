-- Every reset that was asked for. It has no effect: what is in force stands in "reset", as before.
CREATE TABLE "reset_proposal" (
    "id" UUID NOT NULL,
    "scope" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "started_by" UUID NOT NULL,
    "proposed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "reset_proposal_pkey" PRIMARY KEY ("id")
);
INSERT INTO "reset_proposal" SELECT "id", "scope", "reason", "started_by", "cutoff" FROM "reset";

-- CreateTable
CREATE TABLE "reset_cancelled" (
    "reset_id" UUID NOT NULL,
    "cancelled_by" UUID NOT NULL,
    "cancelled_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "reset_cancelled_pkey" PRIMARY KEY ("reset_id")
);
ALTER TABLE "reset_cancelled" ADD CONSTRAINT "reset_cancelled_reset_id_fkey" FOREIGN KEY ("reset_id") REFERENCES "reset_proposal"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Never by one person twice.
ALTER TABLE "reset" ADD COLUMN     "approved_by" UUID;
ALTER TABLE "reset" ADD CONSTRAINT "reset_approved" CHECK ("approved_by" <> "started_by");
ALTER TABLE "reset" ADD CONSTRAINT "reset_id_fkey" FOREIGN KEY ("id") REFERENCES "reset_proposal"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- A list is kept before it takes effect, so that taking effect is one row however long the list.
ALTER TABLE "reset_subject" DROP CONSTRAINT "reset_subject_reset_id_fkey";
ALTER TABLE "reset_subject" ADD CONSTRAINT "reset_subject_reset_id_fkey" FOREIGN KEY ("reset_id") REFERENCES "reset_proposal"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- As for resets: what was asked, approved or cancelled is never changed.
GRANT SELECT, INSERT ON "reset_proposal", "reset_cancelled" TO auth_app;
