-- CreateTable
CREATE TABLE "customer_list" (
    "id" UUID NOT NULL,
    "origin" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "addresses" INTEGER NOT NULL,
    "customers" INTEGER NOT NULL,
    "unknown" INTEGER NOT NULL,
    "unknown_some" TEXT[],
    "bad" INTEGER NOT NULL,
    "bad_lines" JSONB NOT NULL,
    "created_by" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "customer_list_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "customer_list_member" (
    "list_id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,

    CONSTRAINT "customer_list_member_pkey" PRIMARY KEY ("list_id","customer_id")
);

-- AlterTable
ALTER TABLE "reset" ADD COLUMN     "list_id" UUID,
ADD COLUMN     "except" UUID[] DEFAULT ARRAY[]::UUID[];

-- CreateIndex
CREATE INDEX "customer_list_created_by_created_at_idx" ON "customer_list"("created_by", "created_at");

-- AddForeignKey
ALTER TABLE "customer_list" ADD CONSTRAINT "customer_list_created_by_fkey" FOREIGN KEY ("created_by") REFERENCES "customer"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "reset" ADD CONSTRAINT "reset_list_id_fkey" FOREIGN KEY ("list_id") REFERENCES "customer_list"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- Bounds the types cannot say
ALTER TABLE "customer_list" ADD CONSTRAINT "customer_list_origin" CHECK ("origin" IN ('file', 'investigation', 'rule'));
ALTER TABLE "customer_list" ADD CONSTRAINT "customer_list_name" CHECK (length("name") BETWEEN 1 AND 200);
ALTER TABLE "customer_list" ADD CONSTRAINT "customer_list_customers" CHECK ("customers" BETWEEN 0 AND 1000000 AND ("bad" = 0 OR "customers" = 0));

-- A list that a rule of the manager's own facts came to says so.
ALTER TABLE "reset" DROP CONSTRAINT "reset_rule";
ALTER TABLE "reset" ADD CONSTRAINT "reset_rule" CHECK ("rule" IS NOT NULL OR "scope" <> 'rule');

-- What was uploaded is never changed: the reset of it concerns whom whoever approves it could see.
GRANT SELECT, INSERT ON "customer_list", "customer_list_member" TO manager_app;
-- The worker hands a list over.
GRANT SELECT ON "customer_list_member" TO worker_app;

-- That they were reset stands in histories by the list itself: a million rows more would hold up what must be at once.
REVOKE INSERT ON "activity" FROM worker_app;
REVOKE USAGE ON SEQUENCE "activity_id_seq" FROM worker_app;
REVOKE EXECUTE ON FUNCTION "address_or_null"(text) FROM worker_app;

-- Whom a reset concerns is looked up as it is written, and nobody may delete a customer. Checked again, and locked, for
-- each of a million, a list would take minutes.
ALTER TABLE "reset_subject" DROP CONSTRAINT "reset_subject_customer_id_fkey";
