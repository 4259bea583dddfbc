-- What a reset ends besides passwords. Those there are ended neither.
ALTER TABLE "reset_proposal" ADD COLUMN     "ends_devices" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "ends_links" BOOLEAN NOT NULL DEFAULT false;
ALTER TABLE "reset" ADD COLUMN     "ends_devices" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "ends_links" BOOLEAN NOT NULL DEFAULT false;
