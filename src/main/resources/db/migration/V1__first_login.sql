-- Plain SQL that PostgreSQL and the engines compatible with it share; secrets are hashed or sealed before they come here.

create table expiring_record (
    kind        text        not null,
    id          bytea       not null, -- SHA-256 of the handle: a copy of the table opens nothing
    content     text        not null,
    expires_at  timestamptz not null,
    primary key (kind, id)
);
create index expiring_record_expiry on expiring_record (expires_at);

create table realm_key (
    kid            text        primary key,
    realm          text        not null,
    purpose        text        not null,
    algorithm      text        not null,
    public_part    text        not null,
    sealed_private bytea       not null,
    created_at     timestamptz not null,
    activates_at   timestamptz not null, -- published from creation on, used from here
    retires_at     timestamptz not null, -- no longer used, still published
    expires_at     timestamptz not null  -- no longer published
);
create index realm_key_by_purpose on realm_key (realm, purpose);

create table app_user (
    id             uuid        primary key,
    realm          text        not null,
    origin         text        not null, -- whose word the profile is: a connector, or '@file'
    username       text        not null,
    username_key   text        not null, -- folded by us, so that no database locale decides who is the same
    display_name   text        not null,
    email          text,
    email_key      text,
    email_verified boolean     not null,
    claims         text        not null, -- JSON object of lists of texts
    enabled        boolean     not null,
    created_at     timestamptz not null,
    updated_at     timestamptz not null
);
create unique index app_user_username on app_user (realm, username_key);
create unique index app_user_email on app_user (realm, email_key) where email_key is not null;

create table upstream_identity (
    realm         text        not null,
    connector     text        not null,
    subject       text        not null,
    user_id       uuid        not null references app_user (id) on delete cascade,
    first_seen_at timestamptz not null,
    last_login_at timestamptz not null,
    primary key (realm, connector, subject)
);
create index upstream_identity_by_user on upstream_identity (user_id);

create table local_credential (
    user_id         uuid        primary key references app_user (id) on delete cascade,
    password_hash   text        not null, -- PHC string
    seed            bytea,                -- MAC of the declared password it was set from; null once set otherwise
    changed_at      timestamptz not null,
    failed_attempts integer     not null,
    locked_until    timestamptz
);

create table group_membership (
    user_id    uuid not null references app_user (id) on delete cascade,
    group_name text not null,
    source     text not null, -- connector which gave it, so that it can take it back
    primary key (user_id, group_name, source)
);

create table sso_session (
    id               uuid        primary key, -- the public sid
    realm            text        not null,
    token_hash       bytea       not null unique, -- SHA-256 of the cookie's secret
    user_id          uuid        not null references app_user (id) on delete cascade,
    connector        text        not null,
    upstream_subject text        not null,
    upstream_session text,
    sealed_logout_hint text,
    authn_instant    timestamptz not null,
    acr              text,
    amr              text        not null,
    user_agent       text        not null,
    address          text        not null,
    created_at       timestamptz not null,
    last_used_at     timestamptz not null,
    expires_at       timestamptz not null
);
create index sso_session_by_user on sso_session (user_id);
create index sso_session_expiry on sso_session (expires_at);

create table session_participant (
    session_id    uuid        not null references sso_session (id) on delete cascade,
    protocol      text        not null,
    relying_party text        not null,
    joined_at     timestamptz not null,
    primary key (session_id, protocol, relying_party)
);

create table consent (
    realm         text        not null,
    user_id       uuid        not null references app_user (id) on delete cascade,
    relying_party text        not null,
    items         text        not null, -- space separated
    granted_at    timestamptz not null,
    primary key (realm, user_id, relying_party)
);

create table token_family (
    id            uuid        primary key,
    realm         text        not null,
    relying_party text        not null,
    user_id       uuid        not null references app_user (id) on delete cascade,
    session_id    uuid        not null, -- kept after the session's end: offline families outlive it
    offline       boolean     not null,
    content       text        not null, -- the protocol's own memory of the grant
    generation    integer     not null, -- of the only refresh token that works now
    created_at    timestamptz not null,
    expires_at    timestamptz not null,
    revoked_at    timestamptz
);
create index token_family_by_user on token_family (user_id);
create index token_family_by_session on token_family (session_id);
create index token_family_expiry on token_family (expires_at);
