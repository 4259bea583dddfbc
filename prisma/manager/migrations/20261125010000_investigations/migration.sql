-- An address that PostgreSQL cannot read must not keep a sign-in from being recorded: it is compared with none.
-- Not in SQL, whose planner would read the address before it asks whether it can. \073 is a semicolon: the
-- migration engine cuts a function in two at one, in whatever quotes.
CREATE FUNCTION "address_or_null"("address" text) RETURNS inet
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS
  E'BEGIN IF pg_input_is_valid(address, ''inet'') THEN RETURN address::inet\073 END IF\073 RETURN NULL\073 END';
REVOKE ALL ON FUNCTION "address_or_null"(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION "address_or_null"(text) TO manager_app, worker_app, operator_app;

-- AlterTable
ALTER TABLE "activity" ADD COLUMN     "import_key" BYTEA,
ADD COLUMN     "ip" inet GENERATED ALWAYS AS ("address_or_null"("address")) STORED;

-- CreateTable
CREATE TABLE "investigation" (
    "id" UUID NOT NULL,
    "title" TEXT NOT NULL,
    "indicators" TEXT NOT NULL,
    "from_at" TIMESTAMPTZ(3),
    "until_at" TIMESTAMPTZ(3),
    "created_by" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "investigation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "investigation_entry" (
    "id" BIGSERIAL NOT NULL,
    "investigation_id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "staff_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "kind" TEXT NOT NULL,
    "note" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "investigation_entry_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "investigation_created_at_idx" ON "investigation"("created_at" DESC);

-- CreateIndex
CREATE INDEX "investigation_entry_investigation_id_customer_id_id_idx" ON "investigation_entry"("investigation_id", "customer_id", "id" DESC);

-- CreateIndex
CREATE INDEX "investigation_entry_customer_id_investigation_id_id_idx" ON "investigation_entry"("customer_id", "investigation_id", "id" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "activity_import_key_key" ON "activity"("import_key") WHERE "import_key" IS NOT NULL;

-- All that is asked of who came from an address stands in the index: ten million rows are never visited.
CREATE INDEX "activity_ip_idx" ON "activity"("ip", "customer_id", "at", "id") INCLUDE ("outcome", "kind")
  WHERE "kind" IN ('sign-in', 'second-factor');
CREATE INDEX "activity_user_agent_idx" ON "activity"("user_agent") WHERE "kind" IN ('sign-in', 'second-factor');

-- AddForeignKey
ALTER TABLE "investigation" ADD CONSTRAINT "investigation_created_by_fkey" FOREIGN KEY ("created_by") REFERENCES "customer"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "investigation_entry" ADD CONSTRAINT "investigation_entry_investigation_id_fkey" FOREIGN KEY ("investigation_id") REFERENCES "investigation"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "investigation_entry" ADD CONSTRAINT "investigation_entry_customer_id_fkey" FOREIGN KEY ("customer_id") REFERENCES "customer"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "investigation_entry" ADD CONSTRAINT "investigation_entry_staff_id_fkey" FOREIGN KEY ("staff_id") REFERENCES "customer"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Bounds the types cannot say
ALTER TABLE "investigation" ADD CONSTRAINT "investigation_title" CHECK (length("title") BETWEEN 1 AND 200);
ALTER TABLE "investigation" ADD CONSTRAINT "investigation_window" CHECK ("from_at" < "until_at");
ALTER TABLE "investigation_entry" ADD CONSTRAINT "investigation_entry_kind"
  CHECK ("kind" IN ('note', 'suspicious', 'confirmed', 'cleared', 'hold', 'release'));
ALTER TABLE "investigation_entry" ADD CONSTRAINT "investigation_entry_note"
  CHECK (length("note") <= 2000 AND ("kind" <> 'note' OR "note" <> ''));

-- Nobody has a grant to delete from a history. Whoever is given one, and the owner by mistake, is stopped
-- here while the customer's rows are held as evidence in any investigation.
CREATE FUNCTION "is_held"("customer" uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT EXISTS (
    SELECT FROM (
      SELECT DISTINCT ON (investigation_id) kind FROM public.investigation_entry
      WHERE customer_id = customer AND kind IN ('hold', 'release')
      ORDER BY investigation_id, id DESC
    ) AS latest WHERE kind = 'hold'
  )
$$;
CREATE FUNCTION "refuse_while_held"() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS
  E'BEGIN RAISE EXCEPTION ''these rows are held as evidence'' USING ERRCODE = ''23000''\073 END';
REVOKE ALL ON FUNCTION "is_held"(uuid), "refuse_while_held"() FROM PUBLIC;
CREATE TRIGGER "activity_held" BEFORE DELETE OR UPDATE ON "activity"
  FOR EACH ROW WHEN ("is_held"(OLD."customer_id")) EXECUTE FUNCTION "refuse_while_held"();

-- What was found can be added to, never rewritten.
GRANT SELECT, INSERT ON "investigation", "investigation_entry" TO manager_app;
GRANT USAGE ON SEQUENCE "investigation_entry_id_seq" TO manager_app;
