-- For which password, customer and dictionaries the weakness beside it was found, as a keyed hash: while it
-- is the same, a sign-in need not estimate the password again.
ALTER TABLE "password" ADD COLUMN "weighed_as" BYTEA;
ALTER TABLE "password" ADD CONSTRAINT "password_weighed_as" CHECK (octet_length("weighed_as") = 32);
