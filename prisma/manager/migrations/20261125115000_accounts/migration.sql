-- CreateTable
CREATE TABLE "account" (
    "id" UUID NOT NULL,
    "require_second_factor" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "account_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "account_member" (
    "id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "customer_id" UUID,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "invited_by" UUID,
    "invited_at" TIMESTAMPTZ(3),
    "joined_at" TIMESTAMPTZ(3),
    "removed_at" TIMESTAMPTZ(3),

    CONSTRAINT "account_member_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "account_member_account_id_invited_at_idx" ON "account_member"("account_id", "invited_at");

-- AddForeignKey
ALTER TABLE "account_member" ADD CONSTRAINT "account_member_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "account_member" ADD CONSTRAINT "account_member_customer_id_fkey" FOREIGN KEY ("customer_id") REFERENCES "customer"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- Bounds the types cannot say: nobody belongs to two accounts, and no account invites an address twice.
ALTER TABLE "account" ADD CONSTRAINT "account_founder" FOREIGN KEY ("id") REFERENCES "customer"("id");
ALTER TABLE "account_member" ADD CONSTRAINT "account_member_role" CHECK ("role" IN ('owner', 'restricted'));
CREATE UNIQUE INDEX "account_member_of_one" ON "account_member"("customer_id") WHERE "removed_at" IS NULL;
CREATE UNIQUE INDEX "account_member_email" ON "account_member"("account_id", "email") WHERE "removed_at" IS NULL;
CREATE INDEX "account_member_customer" ON "account_member"("customer_id");

GRANT SELECT, INSERT ON "account", "account_member" TO manager_app;
GRANT UPDATE ("require_second_factor") ON "account" TO manager_app;
GRANT UPDATE ("customer_id", "role", "invited_by", "invited_at", "joined_at", "removed_at") ON "account_member" TO manager_app;
