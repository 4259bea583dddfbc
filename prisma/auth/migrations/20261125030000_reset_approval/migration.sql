-- A reset without a cutoff is proposed: it has no effect until a second member approves it.
ALTER TABLE "reset" ALTER COLUMN "cutoff" DROP NOT NULL,
ADD COLUMN     "approved_by" UUID,
ADD COLUMN     "cancelled_at" TIMESTAMPTZ(3),
ADD COLUMN     "proposed_at" TIMESTAMPTZ(3);
UPDATE "reset" SET "proposed_at" = "cutoff";
ALTER TABLE "reset" ALTER COLUMN "proposed_at" SET NOT NULL;

-- What is in force stays so, and never by one person twice.
ALTER TABLE "reset" ADD CONSTRAINT "reset_cancelled" CHECK ("cancelled_at" IS NULL OR "cutoff" IS NULL);
ALTER TABLE "reset" ADD CONSTRAINT "reset_approved" CHECK ("approved_by" IS NULL OR ("cutoff" IS NOT NULL AND "approved_by" <> "started_by"));
GRANT UPDATE ("cutoff", "approved_by", "cancelled_at") ON "reset" TO auth_app;
