-- AlterTable
ALTER TABLE "reset" ADD COLUMN     "holds_mails" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "taking_back_at" TIMESTAMPTZ(3);

GRANT UPDATE ("taking_back_at") ON "reset" TO manager_app, worker_app;
