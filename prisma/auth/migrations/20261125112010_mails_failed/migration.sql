-- AlterTable
ALTER TABLE "link_request" ADD COLUMN     "failure" TEXT,
ADD COLUMN     "reply" TEXT NOT NULL DEFAULT '';

-- CreateTable
CREATE TABLE "mail_failed" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "subject_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "attempts" INTEGER NOT NULL,
    "failure" TEXT NOT NULL,
    "reply" TEXT NOT NULL DEFAULT '',
    "failed_at" TIMESTAMPTZ(3) NOT NULL,
    "tried_again_at" TIMESTAMPTZ(3),

    CONSTRAINT "mail_failed_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "mail_failed_tried_again_at_failed_at_idx" ON "mail_failed"("tried_again_at", "failed_at");

-- AddForeignKey
ALTER TABLE "mail_failed" ADD CONSTRAINT "mail_failed_subject_id_fkey" FOREIGN KEY ("subject_id") REFERENCES "subject"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "mail_failed" ADD CONSTRAINT "mail_failed_reply" CHECK (length("reply") <= 300);
ALTER TABLE "link_request" ADD CONSTRAINT "link_request_reply" CHECK (length("reply") <= 300);

GRANT SELECT, INSERT, DELETE ON "mail_failed" TO auth_app;
GRANT UPDATE ("tried_again_at") ON "mail_failed" TO auth_app;
