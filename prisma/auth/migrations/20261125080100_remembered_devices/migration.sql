-- What a customer is shown of a device: never its token, nor that token's hash. Networks have none.
ALTER TABLE "known_source" ADD COLUMN     "device_id" UUID,
ADD COLUMN     "browser" TEXT,
ADD COLUMN     "system" TEXT,
ADD COLUMN     "place" TEXT;
