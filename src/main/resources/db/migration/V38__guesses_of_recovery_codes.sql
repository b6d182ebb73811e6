-- Wrong codes are counted for all of somebody's codes at once, as wrong passcodes are: one guess tries every one.
alter table recovery_code add column failed_attempts integer not null default 0;
alter table recovery_code add column locked_until timestamptz;
