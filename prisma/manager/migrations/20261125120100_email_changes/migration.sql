-- The auth service says what somebody's address is, and the manager follows it: by this and nothing else, so that none is
-- another here without its standing in the history, which the manager can add to and not change.
CREATE FUNCTION "follow_email"("who" uuid, "new_email" text, "restored" boolean, "source" text, "agent" text)
RETURNS boolean LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS $$
  WITH moved AS (
    UPDATE public.customer c SET email = new_email WHERE c.id = who AND c.email <> new_email RETURNING c.id
  ), written AS (
    INSERT INTO public.activity (customer_id, kind, outcome, address, user_agent)
    SELECT id, CASE WHEN restored THEN 'email-restored' ELSE 'email-changed' END, 'yes', source, agent FROM moved
    RETURNING 1
  )
  SELECT count(*) = 1 FROM written
$$;
REVOKE ALL ON FUNCTION "follow_email"(uuid, text, boolean, text, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION "follow_email"(uuid, text, boolean, text, text) TO manager_app;
