-- CreateTable
CREATE TABLE "staff_role_change" (
    "change" UUID NOT NULL,
    "step" TEXT NOT NULL,
    "customer_id" UUID NOT NULL,
    "role" TEXT,
    "by_id" UUID,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "staff_role_change_pkey" PRIMARY KEY ("change","step")
);

-- CreateIndex
CREATE INDEX "staff_role_change_customer_id_at_idx" ON "staff_role_change"("customer_id", "at");

-- AddForeignKey
ALTER TABLE "staff_role_change" ADD CONSTRAINT "staff_role_change_customer_id_fkey" FOREIGN KEY ("customer_id") REFERENCES "customer"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "staff_role_change" ADD CONSTRAINT "staff_role_change_by_id_fkey" FOREIGN KEY ("by_id") REFERENCES "customer"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- Bounds the types cannot say
ALTER TABLE "staff_role_change" ADD CONSTRAINT "staff_role_change_step" CHECK ("step" IN ('asked', 'made', 'refused'));
ALTER TABLE "staff_role_change" ADD CONSTRAINT "staff_role_change_role" CHECK ("role" IN ('support', 'security', 'auditor'));

-- The role that pages go by is the latest that was made: nobody writes it without an entry.
CREATE FUNCTION "make_role_change"("change" uuid, "customer" uuid, "role" text, "by_id" uuid, "at" timestamptz) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS $$
  WITH entry AS (
    INSERT INTO public.staff_role_change (change, step, customer_id, role, by_id, at)
    VALUES ($1, 'made', $2, $3, $4, $5) RETURNING customer_id, role, at)
  UPDATE public.customer c SET staff_role = entry.role FROM entry
  WHERE c.id = entry.customer_id AND NOT EXISTS (
    SELECT FROM public.staff_role_change other
    WHERE other.customer_id = entry.customer_id AND other.step = 'made' AND other.at > entry.at)
$$;
REVOKE ALL ON FUNCTION "make_role_change"(uuid, uuid, text, uuid, timestamptz) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "make_role_change"(uuid, uuid, text, uuid, timestamptz) TO manager_app;
GRANT SELECT, INSERT ON "staff_role_change" TO manager_app;
