-- AlterTable
ALTER TABLE "reset" ADD COLUMN     "message" JSONB;

-- Given when the reset is written down, and never again: no role may change this column.
ALTER TABLE "reset" ADD CONSTRAINT "reset_message" CHECK (jsonb_typeof("message") = 'object' AND octet_length("message"::text) <= 65536);
