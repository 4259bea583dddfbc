-- AlterTable
ALTER TABLE "reset_notice" DROP CONSTRAINT "reset_notice_pkey",
ADD COLUMN     "domain" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "wave" INTEGER NOT NULL DEFAULT 1,
ADD CONSTRAINT "reset_notice_pkey" PRIMARY KEY ("reset_id", "wave", "customer_id");

-- CreateTable
CREATE TABLE "reset_mail_act" (
    "id" BIGSERIAL NOT NULL,
    "reset_id" UUID NOT NULL,
    "wave" INTEGER NOT NULL,
    "act" TEXT NOT NULL,
    "staff_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "reset_mail_act_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "reset_mail_end" (
    "reset_id" UUID NOT NULL,
    "wave" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "reset_mail_end_pkey" PRIMARY KEY ("reset_id","wave")
);

-- CreateIndex
CREATE INDEX "reset_mail_act_reset_id_wave_id_idx" ON "reset_mail_act"("reset_id", "wave", "id");

-- CreateIndex
CREATE INDEX "reset_notice_domain_claimed_at_idx" ON "reset_notice"("domain", "claimed_at");

-- AddForeignKey
ALTER TABLE "reset_mail_act" ADD CONSTRAINT "reset_mail_act_reset_id_fkey" FOREIGN KEY ("reset_id") REFERENCES "reset"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "reset_mail_act" ADD CONSTRAINT "reset_mail_act_staff_id_fkey" FOREIGN KEY ("staff_id") REFERENCES "customer"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "reset_mail_end" ADD CONSTRAINT "reset_mail_end_reset_id_fkey" FOREIGN KEY ("reset_id") REFERENCES "reset"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- A domain that has had its mails of this minute is walked by itself.
CREATE INDEX "customer_domain_id_idx" ON "customer"(split_part("email", '@', 2), "id");

-- One stop a wave, and one beginning of each but the first.
CREATE UNIQUE INDEX "reset_mail_act_once_idx" ON "reset_mail_act"("reset_id", "wave", "act") WHERE "act" IN ('stop', 'resend');
ALTER TABLE "reset_mail_act" ADD CONSTRAINT "reset_mail_act_act" CHECK ("act" IN ('pause', 'resume', 'stop') OR ("act" = 'resend' AND "wave" > 1));
ALTER TABLE "reset_mail_act" ADD CONSTRAINT "reset_mail_act_wave" CHECK ("wave" >= 1);

-- Added to and never changed: whatever follows, a stop stands.
GRANT SELECT, INSERT ON "reset_mail_act" TO manager_app;
GRANT USAGE ON SEQUENCE "reset_mail_act_id_seq" TO manager_app;
GRANT SELECT ON "reset_mail_act" TO worker_app;
GRANT SELECT, INSERT ON "reset_mail_end" TO worker_app;
GRANT SELECT ON "reset_mail_end" TO manager_app;
