-- Guesses of passcodes are counted where every node sees them.
alter table totp_secret add column failed_attempts integer not null default 0;
alter table totp_secret add column locked_until timestamptz;
-- What this server itself checked beside the connector's word, space separated: an upstream's amr does not count for it.
alter table sso_session add column factors text not null default '';
