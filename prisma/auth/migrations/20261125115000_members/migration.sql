-- CreateTable
CREATE TABLE "account_member" (
    "subject_id" UUID NOT NULL,
    "account" UUID NOT NULL,
    "role" TEXT NOT NULL,
    "closed_at" TIMESTAMPTZ(3),

    CONSTRAINT "account_member_pkey" PRIMARY KEY ("subject_id")
);

-- CreateTable
CREATE TABLE "account_policy" (
    "account" UUID NOT NULL,
    "second_factor" BOOLEAN NOT NULL,
    "changed_by" UUID NOT NULL,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "account_policy_pkey" PRIMARY KEY ("account")
);

-- CreateIndex
CREATE INDEX "account_member_account_idx" ON "account_member"("account");

-- AddForeignKey
ALTER TABLE "account_member" ADD CONSTRAINT "account_member_subject_id_fkey" FOREIGN KEY ("subject_id") REFERENCES "subject"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Bounds the types cannot say
ALTER TABLE "account_member" ADD CONSTRAINT "account_member_role" CHECK ("role" IN ('owner', 'restricted'));
ALTER TABLE "link_request" DROP CONSTRAINT "link_request_purpose";
ALTER TABLE "link_request" ADD CONSTRAINT "link_request_purpose" CHECK ("purpose" IN ('reset', 'invitation', 'disabled', 'disowned', 'member'));

GRANT SELECT, INSERT, UPDATE ON "account_member", "account_policy" TO auth_app;
-- Whoever is removed from an account keeps no password that a later invitation could bring back.
GRANT DELETE ON "password" TO auth_app;
