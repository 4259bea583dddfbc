-- Authenticators confirmed before a cutoff open nothing: one row, however many there are.
CREATE TABLE "totp_cutoff" (
    "id" UUID NOT NULL,
    "cutoff" TIMESTAMPTZ(3) NOT NULL,
    "reason" TEXT NOT NULL,

    CONSTRAINT "totp_cutoff_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "totp_cutoff_cutoff_idx" ON "totp_cutoff"("cutoff");

-- Consecutive wrong answers to one authenticator: a hundred disable it.
CREATE TABLE "failure" (
    "subject_id" UUID NOT NULL,
    "authenticator" TEXT NOT NULL,
    "known" BOOLEAN NOT NULL,
    "count" INTEGER NOT NULL,
    "disabled_at" TIMESTAMPTZ(3),

    CONSTRAINT "failure_pkey" PRIMARY KEY ("subject_id", "authenticator", "known")
);
ALTER TABLE "failure" ADD CONSTRAINT "failure_subject_id_fkey" FOREIGN KEY ("subject_id") REFERENCES "subject"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "failure" ADD CONSTRAINT "failure_authenticator" CHECK ("authenticator" IN ('password', 'second-factor'));

-- Came back by mail without the authenticator they had: the next sign-in leads through enrolment.
ALTER TABLE "subject" ADD COLUMN "enrolment_owed_at" TIMESTAMPTZ(3);

ALTER TABLE "link_request" DROP CONSTRAINT "link_request_purpose";
ALTER TABLE "link_request" ADD CONSTRAINT "link_request_purpose" CHECK ("purpose" IN ('reset', 'invitation', 'disabled'));

GRANT SELECT, INSERT ON "totp_cutoff" TO auth_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON "failure" TO auth_app;
