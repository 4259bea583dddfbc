-- CreateTable
CREATE TABLE "factor_census" (
    "day" DATE NOT NULL,
    "accounts" INTEGER NOT NULL,
    "second_factors" INTEGER NOT NULL,

    CONSTRAINT "factor_census_pkey" PRIMARY KEY ("day")
);

GRANT SELECT, INSERT ON "factor_census" TO auth_app;
