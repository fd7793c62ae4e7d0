-- A database for catalogues, an account that writes them, and one that only reads them. Run once, by an
-- administrator of the server, with passwords of your own:
--   psql -v writer="$WRITER_PASSWORD" -v reader="$READER_PASSWORD" -f postgresql.sql
-- The first ingest, or `crossjudge serve`, by the account that writes makes the tables.
\set ON_ERROR_STOP on
CREATE ROLE crossjudge LOGIN PASSWORD :'writer';
CREATE ROLE crossjudge_search LOGIN PASSWORD :'reader';
CREATE DATABASE crossjudge OWNER crossjudge ENCODING 'UTF8' TEMPLATE template0;
REVOKE CONNECT ON DATABASE crossjudge FROM PUBLIC;
GRANT CONNECT ON DATABASE crossjudge TO crossjudge_search;
\connect crossjudge
CREATE SCHEMA crossjudge AUTHORIZATION crossjudge;
GRANT USAGE ON SCHEMA crossjudge TO crossjudge_search;
ALTER DEFAULT PRIVILEGES FOR ROLE crossjudge IN SCHEMA crossjudge GRANT SELECT ON TABLES TO crossjudge_search;
