-- CreateTable
CREATE TABLE "staff_act" (
    "id" BIGSERIAL NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "staff_id" UUID NOT NULL,
    "act" TEXT NOT NULL,
    "customer_id" UUID,
    "detail" JSONB NOT NULL DEFAULT '{}',

    CONSTRAINT "staff_act_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "staff_act_at_id_idx" ON "staff_act"("at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "staff_act_staff_id_at_idx" ON "staff_act"("staff_id", "at");

-- CreateIndex
CREATE INDEX "staff_act_customer_id_at_idx" ON "staff_act"("customer_id", "at");

-- AddForeignKey
ALTER TABLE "staff_act" ADD CONSTRAINT "staff_act_staff_id_fkey" FOREIGN KEY ("staff_id") REFERENCES "customer"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "staff_act" ADD CONSTRAINT "staff_act_customer_id_fkey" FOREIGN KEY ("customer_id") REFERENCES "customer"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- An auditor reads and acts on nothing.
ALTER TABLE "customer" DROP CONSTRAINT "customer_staff_role";
ALTER TABLE "customer" ADD CONSTRAINT "customer_staff_role" CHECK ("staff_role" IN ('support', 'security', 'auditor'));

-- What staff did can be added to, never rewritten.
GRANT SELECT, INSERT ON "staff_act" TO manager_app;
GRANT USAGE ON SEQUENCE "staff_act_id_seq" TO manager_app;
