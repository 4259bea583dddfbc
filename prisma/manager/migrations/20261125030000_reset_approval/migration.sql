-- AlterTable
ALTER TABLE "reset" ADD COLUMN     "approved_by" UUID;

-- AddForeignKey
ALTER TABLE "reset" ADD CONSTRAINT "reset_approved_by_fkey" FOREIGN KEY ("approved_by") REFERENCES "customer"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- As the auth service says: waiting for a second member, and what became of it.
ALTER TABLE "reset" DROP CONSTRAINT "reset_state";
ALTER TABLE "reset" ADD CONSTRAINT "reset_state" CHECK (("state" IN ('starting', 'refused', 'proposed', 'cancelled', 'expired')) OR ("state" = 'active' AND "cutoff" IS NOT NULL));
GRANT UPDATE ("approved_by") ON "reset" TO manager_app, worker_app;
