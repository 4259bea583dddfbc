-- CreateTable
CREATE TABLE "reset_take_back" (
    "reset_id" UUID NOT NULL,
    "asked_by" UUID NOT NULL,
    "asked_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "reset_take_back_pkey" PRIMARY KEY ("reset_id","asked_by","asked_at")
);

-- AddForeignKey
ALTER TABLE "reset_take_back" ADD CONSTRAINT "reset_take_back_reset_id_fkey" FOREIGN KEY ("reset_id") REFERENCES "reset"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Added to and never changed: who asked stands.
GRANT SELECT, INSERT ON "reset_take_back" TO auth_app;
