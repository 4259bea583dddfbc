#!/bin/sh
# Takes a back-up of both databases into a new folder below $1. Keys are not in it: docs/back-up.md says why.
# Connects as the services `manager` and `auth` of PGSERVICEFILE, so that no password stands on a command line.
set -eu
umask 077
folder="${1:?usage: back-up.sh FOLDER}"
taken="$folder/$(date -u +%Y%m%dT%H%M%SZ)"
mkdir -p "$folder"
mkdir "$taken.part"

# The manager's first. A reset, a new password or a removed factor is in the auth service's or in neither:
# never does the manager tell of one that the auth service has forgotten.
for database in manager auth; do
  pg_dump --dbname="service=$database" --format=custom --no-owner --lock-wait-timeout=60s \
    --file="$taken.part/$database.dump"
  # A file that was cut short has no list.
  pg_restore --list "$taken.part/$database.dump" > "$taken.part/$database.list"
done
(cd "$taken.part" && sha256sum manager.dump auth.dump > SHA256SUMS)
# Under its name it is whole.
mv "$taken.part" "$taken"
printf '%s\n' "$taken"
