-- CreateIndex
CREATE INDEX "notification_at_idx" ON "notification"("at");

-- Removes what customers were told longer ago than their activity is kept, so many at most, the oldest first. Age and
-- hold are judged here, and whoever asks has no right to delete a row. Nobody can place a hold while it runs, as in
-- 20261125110100. \073 is a semicolon.
CREATE FUNCTION "remove_old_notifications"("days" int, "most" int) RETURNS int
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS
E'LOCK TABLE public.investigation_entry IN SHARE MODE\073
  WITH held AS MATERIALIZED (
    SELECT customer_id FROM (
      SELECT DISTINCT customer_id FROM public.investigation_entry WHERE kind = ''hold''
    ) AS ever WHERE public.is_held(customer_id)
  ), due AS MATERIALIZED (
    SELECT n.id FROM public.notification n
    WHERE n.at < public.oldest_kept(days) AND NOT EXISTS (SELECT FROM held WHERE held.customer_id = n.customer_id)
    ORDER BY n.at LIMIT most
  ), removed AS (
    DELETE FROM public.notification n USING due WHERE n.id = due.id RETURNING n.id
  ) SELECT count(*)::int FROM removed';

REVOKE ALL ON FUNCTION "remove_old_notifications"(int, int) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION "remove_old_notifications"(int, int) TO worker_app;

-- Whoever is given the right to delete, and the owner by mistake, is stopped as for activity.
CREATE TRIGGER "notification_kept" BEFORE DELETE ON "notification"
  FOR EACH ROW WHEN ("is_held"(OLD."customer_id")) EXECUTE FUNCTION "refuse_while_held"();
