-- Who authenticated the person upstream, one a line.
alter table sso_session add column authorities text not null default '';
