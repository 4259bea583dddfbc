-- Sessions that rest on a second factor and began before this are over: the factors were found worthless.
CREATE TABLE "second_factor_cutoff" (
    "cutoff" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "second_factor_cutoff_pkey" PRIMARY KEY ("cutoff")
);

-- Whose authenticator was declared void enrols one before anything else.
ALTER TABLE "session" ADD COLUMN "enrolment_required" BOOLEAN NOT NULL DEFAULT false;

GRANT SELECT ON "second_factor_cutoff" TO manager_app;
GRANT INSERT ON "second_factor_cutoff" TO operator_app;
GRANT UPDATE ("enrolment_required") ON "session" TO manager_app;
