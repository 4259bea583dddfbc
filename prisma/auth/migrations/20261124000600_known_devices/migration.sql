-- Devices are known beside networks, one row each: what is not known any more goes.
CREATE INDEX "known_source_last_seen_at_idx" ON "known_source"("last_seen_at");
GRANT DELETE ON "known_source" TO auth_app;
