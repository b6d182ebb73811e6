-- For how many minutes after the last login that gave them groups and roles stay that rules no longer give; null: not at all.
alter table identity_provider add column grants_kept_for bigint;

-- What stays so: given by a provider's rules at an earlier login of somebody, and not at the last one.
create table kept_grant (
    realm    text        not null,
    idp_id   text        not null,
    user_id  uuid        not null references app_user (id) on delete cascade,
    what     text        not null, -- such as 'group 4a1b…'
    given_at timestamptz not null, -- the last time
    primary key (realm, idp_id, user_id, what),
    foreign key (realm, idp_id) references identity_provider (realm, id) on delete cascade
);
create index kept_grant_user on kept_grant (user_id);
