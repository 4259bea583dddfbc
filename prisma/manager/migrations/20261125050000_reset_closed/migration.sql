-- CreateTable
CREATE TABLE "reset_closed" (
    "reset_id" UUID NOT NULL,
    "closed_by" UUID NOT NULL,
    "closed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "reset_closed_pkey" PRIMARY KEY ("reset_id")
);

-- AddForeignKey
ALTER TABLE "reset_closed" ADD CONSTRAINT "reset_closed_reset_id_fkey" FOREIGN KEY ("reset_id") REFERENCES "reset"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "reset_closed" ADD CONSTRAINT "reset_closed_closed_by_fkey" FOREIGN KEY ("closed_by") REFERENCES "customer"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Once it is closed, nothing of a reset changes: neither whom it concerns nor who was told. What is refused here
-- is refused to every role and to the owner. \073 is a semicolon, which the migration engine would cut at.
CREATE FUNCTION "is_closed"("reset" uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT EXISTS (SELECT FROM public.reset_closed WHERE reset_id = reset)
$$;
CREATE FUNCTION "refuse_when_closed"() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS
  E'BEGIN RAISE EXCEPTION ''this reset is closed'' USING ERRCODE = ''23000''\073 END';
-- Whoever writes to these tables asks it: it answers yes or no about an id they hold.
REVOKE ALL ON FUNCTION "is_closed"(uuid), "refuse_when_closed"() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION "is_closed"(uuid) TO manager_app, worker_app;
CREATE TRIGGER "reset_is_closed" BEFORE UPDATE OR DELETE ON "reset"
  FOR EACH ROW WHEN ("is_closed"(OLD."id")) EXECUTE FUNCTION "refuse_when_closed"();
CREATE TRIGGER "reset_subject_new_closed" BEFORE INSERT ON "reset_subject"
  FOR EACH ROW WHEN ("is_closed"(NEW."reset_id")) EXECUTE FUNCTION "refuse_when_closed"();
CREATE TRIGGER "reset_notice_new_closed" BEFORE INSERT ON "reset_notice"
  FOR EACH ROW WHEN ("is_closed"(NEW."reset_id")) EXECUTE FUNCTION "refuse_when_closed"();
CREATE TRIGGER "reset_notice_is_closed" BEFORE UPDATE OR DELETE ON "reset_notice"
  FOR EACH ROW WHEN ("is_closed"(OLD."reset_id")) EXECUTE FUNCTION "refuse_when_closed"();

-- Closed once, and never opened again.
GRANT SELECT, INSERT ON "reset_closed" TO manager_app;
