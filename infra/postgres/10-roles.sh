#!/bin/sh
# Two roles for the platform: the owner migrates, the service owns nothing and cannot step around
# row-level security. Run once, when the database of the compose file is made.
set -eu
psql --username "$POSTGRES_USER" --dbname postgres --set ON_ERROR_STOP=1 \
  --set owner_password="$HALL_OWNER_PASSWORD" --set app_password="$HALL_APP_PASSWORD" <<'SQL'
create role hall_owner login nosuperuser nobypassrls password :'owner_password';
create role hall_app login nosuperuser nocreatedb nocreaterole nobypassrls password :'app_password';
create database hall owner hall_owner template template0 encoding 'UTF8' locale 'C';
revoke all on database hall from public;
grant connect on database hall to hall_app;
SQL
