-- AlterTable
ALTER TABLE "reset_proposal" ADD COLUMN     "except" UUID[],
ADD COLUMN     "rule" JSONB;

-- Whom a rule concerned when it took effect stands in `reset_subject`.
ALTER TABLE "reset" DROP CONSTRAINT "reset_scope";
ALTER TABLE "reset" ADD CONSTRAINT "reset_scope" CHECK ("scope" IN ('all', 'subjects', 'rule'));
ALTER TABLE "reset_proposal" ADD CONSTRAINT "reset_proposal_scope" CHECK ("scope" IN ('all', 'subjects', 'rule'));
ALTER TABLE "reset_proposal" ADD CONSTRAINT "reset_proposal_rule" CHECK (("rule" IS NOT NULL) = ("scope" = 'rule'));
