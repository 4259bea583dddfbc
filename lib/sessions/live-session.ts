import { Prisma } from '../../prisma/manager/client/client.ts';
import { absoluteHours, idleMinutes, unclearSeconds } from './limits.ts';

const changedOrUnclear = Prisma.sql`(
  c.step = 'made'
  OR c.step = 'asked' AND c.at < now() - make_interval(secs => ${unclearSeconds}::int)
    AND NOT EXISTS (
      SELECT FROM staff_role_change heard WHERE heard.change = c.change AND heard.step <> 'asked'
    ))`;

/**
 * The SQL condition under which a row `s` of "session" still opens anything. Cutoffs and starts are both
 * cut to milliseconds by the auth service's clock, so a start in the cutoff's own millisecond is dead too.
 */
export const liveSession = Prisma.sql`
  s.ended_at IS NULL
  AND s.last_used_at > now() - make_interval(mins => ${idleMinutes}::int)
  AND s.started_at > now() - make_interval(hours => ${absoluteHours}::int)
  AND NOT EXISTS (
    SELECT FROM reset r
    WHERE r.state = 'active' AND r.ends_sessions AND r.cutoff >= s.started_at
      AND (r.scope = 'all' OR EXISTS (
        SELECT FROM reset_subject rs WHERE rs.reset_id = r.id AND rs.customer_id = s.customer_id
      ))
  )
  AND NOT EXISTS (
    SELECT FROM staff_role_change c
    WHERE c.customer_id = s.customer_id AND c.at >= s.started_at AND ${changedOrUnclear}
  )
  AND NOT (s.second_factor AND EXISTS (
    SELECT FROM second_factor_cutoff f WHERE f.cutoff >= s.started_at
  ))`;
