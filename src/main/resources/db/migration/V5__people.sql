-- Domains, users in domains, groups as rows, and what a password policy has to remember.

create table domain (
    realm       text        not null,
    id          text        not null,
    name        text        not null,
    name_key    text        not null, -- folded by us, as names of users are
    description text        not null,
    enabled     boolean     not null,
    tags        text        not null, -- JSON list of texts
    options     text        not null, -- JSON object
    extra       text        not null, -- JSON object: attributes that mean nothing to us
    created_at  timestamptz not null,
    primary key (realm, id)
);
create unique index domain_name on domain (realm, name_key);
insert into domain (realm, id, name, name_key, description, enabled, tags, options, extra, created_at)
    select distinct realm, 'default', 'Default', 'default', 'The default domain', true, '[]', '{}', '{}', now()
    from app_user;

alter table app_user add column domain_id text not null default 'default';
alter table app_user add column name text;      -- within the domain; username is within the realm
alter table app_user add column name_key text;
alter table app_user add column options text not null default '{}';
alter table app_user add column extra text not null default '{}';
alter table app_user add column default_project_id text;
alter table app_user add column tokens_valid_after timestamptz; -- what was given out before is void
alter table app_user add column last_active_at timestamptz;     -- to within an hour
update app_user set name = username, name_key = username_key, last_active_at = updated_at;
alter table app_user alter column name set not null;
alter table app_user alter column name_key set not null;
alter table app_user add constraint app_user_domain
    foreign key (realm, domain_id) references domain (realm, id) on delete cascade;
create unique index app_user_name on app_user (realm, domain_id, name_key);

create table user_group (
    realm       text        not null,
    id          text        not null,
    domain_id   text        not null,
    name        text        not null,
    name_key    text        not null,
    description text        not null,
    extra       text        not null,
    created_at  timestamptz not null,
    primary key (realm, id),
    foreign key (realm, domain_id) references domain (realm, id) on delete cascade
);
create unique index user_group_name on user_group (realm, domain_id, name_key);

-- A membership without a group's id is a name that a connector says: relying parties see it, no role comes from it.
alter table group_membership drop constraint group_membership_pkey;
alter table group_membership add column realm text;
alter table group_membership add column group_id text;
alter table group_membership add constraint group_membership_group
    foreign key (realm, group_id) references user_group (realm, id) on delete cascade;
create unique index group_membership_named on group_membership (user_id, source, group_name) where group_id is null;
create unique index group_membership_row on group_membership (user_id, source, group_id) where group_id is not null;
create index group_membership_by_group on group_membership (realm, group_id) where group_id is not null;

alter table local_credential add column expires_at timestamptz;
alter table local_credential add column first_use boolean not null default false; -- set by somebody else: to be changed
alter table local_credential add column self_service boolean not null default false; -- chosen by the user

create table password_history (
    user_id       uuid        not null references app_user (id) on delete cascade,
    password_hash text        not null,
    set_at        timestamptz not null,
    expires_at    timestamptz,
    primary key (user_id, set_at)
);


create table totp_secret (
    realm         text        not null,
    credential_id text        not null,
    user_id       uuid        not null references app_user (id) on delete cascade,
    sealed_secret bytea       not null,
    created_at    timestamptz not null,
    primary key (realm, credential_id)
);
create index totp_secret_by_user on totp_secret (user_id);
