-- Under which name a realm's file declared somebody or something: what the file gives is theirs whoever is renamed
-- meanwhile, and whoever takes a name that came free gets nothing of it. Null: no file declared it. Groups and projects
-- that were declared before this are known by their ids, which the file alone can give.
alter table app_user add column declared_key text;
update app_user set declared_key = username_key where origin = '@file';
create unique index app_user_declared on app_user (realm, declared_key);
alter table user_group add column declared_key text;
create unique index user_group_declared on user_group (realm, domain_id, declared_key);
alter table project add column declared_key text;
create unique index project_declared on project (realm, domain_id, declared_key);
