-- Since when an address counts as its user's, and by whose word: a password from before that may be a stranger's who took the
-- address first. What is not known counts as the worst.
alter table app_user add column email_verified_at timestamptz;
alter table app_user add column email_verified_by text;
update app_user set email_verified_at = created_at, email_verified_by = origin where email_verified and origin = '@file';
update app_user set email_verified_at = updated_at, email_verified_by = origin where email_verified and origin <> '@file';

alter table local_credential add column known_since timestamptz;
update local_credential set known_since =
    case when seed is not null then changed_at else timestamptz '1970-01-01 00:00:00+00' end;
alter table local_credential alter column known_since set not null;
