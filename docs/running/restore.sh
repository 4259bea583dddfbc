#!/bin/sh
# Puts a back-up from folder $1 into two empty databases, in which `migrate --roles` has been: docs/back-up.md.
# Each database is whole or untouched. Connects as the services `manager` and `auth` of PGSERVICEFILE.
set -eu
taken="${1:?usage: restore.sh FOLDER}"
(cd "$taken" && sha256sum --check --quiet SHA256SUMS)
for database in manager auth; do
  tables=$(psql --dbname="service=$database" --no-psqlrc --tuples-only --no-align \
    --command="SELECT count(*) FROM pg_stat_user_tables")
  if [ "$tables" != 0 ]; then
    printf 'Database %s is not empty. Nothing was changed.\n' "$database" >&2
    exit 1
  fi
done
for database in auth manager; do
  pg_restore --dbname="service=$database" --no-owner --exit-on-error --single-transaction \
    "$taken/$database.dump"
done
# Sessions that had ended since would be open again. Everybody signs in anew.
psql --dbname="service=manager" --no-psqlrc --quiet --set=ON_ERROR_STOP=1 \
  --command="UPDATE session SET ended_at = now() WHERE ended_at IS NULL"
printf 'Both databases are back. Go on with migrate.\n'
