-- A history shows what went wrong in a row as one line: neither what it is made of nor what lies between may
-- cost more the more of the other there is.
CREATE INDEX "activity_failures_idx" ON "activity"("customer_id", "at" DESC, "id" DESC) INCLUDE ("address")
  WHERE "outcome" = 'no' AND "kind" IN ('sign-in', 'second-factor');
CREATE INDEX "activity_others_idx" ON "activity"("customer_id", "at" DESC, "id" DESC)
  WHERE NOT ("outcome" = 'no' AND "kind" IN ('sign-in', 'second-factor'));
