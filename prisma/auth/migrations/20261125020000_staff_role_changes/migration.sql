-- CreateTable
CREATE TABLE "staff_role_change" (
    "id" UUID NOT NULL,
    "subject_id" UUID NOT NULL,
    "role" TEXT,
    "changed_by" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "staff_role_change_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "staff_role_change_subject_id_at_idx" ON "staff_role_change"("subject_id", "at");

-- AddForeignKey
ALTER TABLE "staff_role_change" ADD CONSTRAINT "staff_role_change_subject_id_fkey" FOREIGN KEY ("subject_id") REFERENCES "subject"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Bounds the types cannot say
ALTER TABLE "staff_role_change" ADD CONSTRAINT "staff_role_change_role" CHECK ("role" IN ('support', 'security', 'auditor'));

-- Who changed whose role can be added to, never rewritten.
GRANT SELECT, INSERT ON "staff_role_change" TO auth_app;
