-- AlterTable
ALTER TABLE "customer" ADD COLUMN     "time_zone" TEXT;

-- Bounds the types cannot say. A name of the IANA's, or none for UTC: it is put into words, not into SQL.
ALTER TABLE "customer" ADD CONSTRAINT "customer_time_zone"
  CHECK (length("time_zone") <= 64 AND "time_zone" ~ '^[A-Za-z]+(/[A-Za-z0-9_+-]+){0,2}$');

GRANT UPDATE ("time_zone") ON "customer" TO manager_app;
