-- What a reset ends besides passwords. Those there are ended sessions, and nothing else.
ALTER TABLE "reset" ADD COLUMN     "ends_sessions" BOOLEAN NOT NULL DEFAULT true,
ADD COLUMN     "ends_devices" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "ends_links" BOOLEAN NOT NULL DEFAULT false;
