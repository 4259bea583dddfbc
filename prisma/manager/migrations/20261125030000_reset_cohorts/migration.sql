-- AlterTable
ALTER TABLE "reset" ADD COLUMN     "rule" JSONB;

ALTER TABLE "reset" DROP CONSTRAINT "reset_scope";
ALTER TABLE "reset" ADD CONSTRAINT "reset_scope" CHECK ("scope" IN ('all', 'subjects', 'rule'));
ALTER TABLE "reset" ADD CONSTRAINT "reset_rule" CHECK (("rule" IS NOT NULL) = ("scope" = 'rule'));

-- Whom a rule concerns is the auth service's to say: whoever settles the reset writes it down.
GRANT INSERT ON "reset_subject" TO worker_app;
