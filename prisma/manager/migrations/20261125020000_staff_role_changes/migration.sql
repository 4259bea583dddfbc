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

-- The role that pages go by follows the latest change that was made: nobody writes it without an entry.
CREATE FUNCTION "follow_staff_role"() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  UPDATE public.customer SET staff_role = NEW.role
  WHERE id = NEW.customer_id AND NOT EXISTS (
    SELECT FROM public.staff_role_change other
    WHERE other.customer_id = NEW.customer_id AND other.step = 'made' AND other.at > NEW.at);
  RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION "follow_staff_role"() FROM PUBLIC;
CREATE TRIGGER "follow_staff_role" AFTER INSERT ON "staff_role_change"
FOR EACH ROW WHEN (NEW.step = 'made') EXECUTE FUNCTION "follow_staff_role"();

GRANT SELECT, INSERT ON "staff_role_change" TO manager_app;
