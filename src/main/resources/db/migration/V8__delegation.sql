-- The service catalogue and what people hand on: credentials, application credentials, trusts, OAuth 1.0a.

create table catalog_region (
    realm       text    not null,
    id          text    not null,
    parent_id   text,
    description text    not null,
    declared    boolean not null, -- by the realm's file, which may take it back
    extra       text    not null, -- JSON object of attributes unknown here
    primary key (realm, id),
    foreign key (realm, parent_id) references catalog_region (realm, id)
);

create table catalog_service (
    realm    text    not null,
    id       text    not null,
    type     text    not null,
    name     text    not null,
    enabled  boolean not null,
    declared boolean not null,
    extra    text    not null,
    primary key (realm, id)
);

create table catalog_endpoint (
    realm      text    not null,
    id         text    not null,
    service_id text    not null,
    region_id  text,
    interface  text    not null,
    url        text    not null, -- with %(project_id)s and the like
    enabled    boolean not null,
    declared   boolean not null,
    extra      text    not null,
    position   bigint  generated always as identity, -- clients take the first that fits, so the order is kept
    primary key (realm, id),
    foreign key (realm, service_id) references catalog_service (realm, id) on delete cascade,
    foreign key (realm, region_id) references catalog_region (realm, id)
);

create table catalog_endpoint_group (
    realm       text not null,
    id          text not null,
    name        text not null,
    description text,
    filters     text not null, -- JSON object
    primary key (realm, id)
);

-- Which endpoints, or groups of them, a project sees when it is not to see all.
create table catalog_project_endpoint (
    realm       text not null,
    project_id  text not null,
    endpoint_id text not null,
    primary key (realm, project_id, endpoint_id),
    foreign key (realm, endpoint_id) references catalog_endpoint (realm, id) on delete cascade,
    foreign key (realm, project_id) references project (realm, id) on delete cascade
);
create table catalog_project_endpoint_group (
    realm             text not null,
    project_id        text not null,
    endpoint_group_id text not null,
    primary key (realm, project_id, endpoint_group_id),
    foreign key (realm, endpoint_group_id) references catalog_endpoint_group (realm, id) on delete cascade,
    foreign key (realm, project_id) references project (realm, id) on delete cascade
);

create table catalog_policy (
    realm text not null,
    id    text not null,
    type  text not null,
    blob  text not null,
    extra text not null,
    primary key (realm, id)
);
create table catalog_policy_association (
    realm       text not null,
    target      text not null, -- what it is for, as one text: an endpoint, a service, or a service in a region
    policy_id   text not null,
    endpoint_id text,
    service_id  text,
    region_id   text,
    primary key (realm, target),
    foreign key (realm, policy_id) references catalog_policy (realm, id) on delete cascade,
    foreign key (realm, endpoint_id) references catalog_endpoint (realm, id) on delete cascade,
    foreign key (realm, service_id) references catalog_service (realm, id) on delete cascade,
    foreign key (realm, region_id) references catalog_region (realm, id) on delete cascade
);

create table credential (
    realm       text        not null,
    id          text        not null,
    user_id     uuid        not null references app_user (id) on delete cascade,
    project_id  text,
    type        text        not null,
    sealed_blob bytea       not null,
    extra       text        not null,
    created_at  timestamptz not null,
    primary key (realm, id),
    foreign key (realm, project_id) references project (realm, id) on delete cascade
);
create index credential_by_user on credential (user_id);

create table application_credential (
    realm        text        not null,
    id           text        not null,
    user_id      uuid        not null references app_user (id) on delete cascade,
    project_id   text        not null,
    name         text        not null,
    description  text,
    secret_hash  text        not null,
    unrestricted boolean     not null,
    roles        text        not null, -- ids, space separated
    created_at   timestamptz not null,
    expires_at   timestamptz,
    parent_id    text, -- the credential it was made with and must not outlive
    primary key (realm, id),
    unique (user_id, name),
    foreign key (realm, parent_id) references application_credential (realm, id) on delete cascade,
    foreign key (realm, project_id) references project (realm, id) on delete cascade
);

create table access_rule (
    realm   text not null,
    id      text not null,
    user_id uuid not null references app_user (id) on delete cascade,
    service text not null,
    path    text not null,
    method  text not null,
    primary key (realm, id),
    unique (user_id, service, path, method)
);
create table application_credential_access_rule (
    realm                     text not null,
    application_credential_id text not null,
    access_rule_id            text not null,
    primary key (realm, application_credential_id, access_rule_id),
    foreign key (realm, application_credential_id) references application_credential (realm, id) on delete cascade,
    foreign key (realm, access_rule_id) references access_rule (realm, id)
        deferrable initially deferred -- a user's rules and credentials go together
);

create table trust (
    realm                text        not null,
    id                   text        not null,
    trustor_user_id      uuid        not null references app_user (id) on delete cascade,
    trustee_user_id      uuid        not null references app_user (id) on delete cascade,
    project_id           text,
    impersonation        boolean     not null,
    roles                text        not null,
    remaining_uses       integer,
    redelegated_trust_id text,
    redelegation_count   integer     not null,
    created_at           timestamptz not null,
    expires_at           timestamptz,
    extra                text        not null,
    primary key (realm, id),
    foreign key (realm, redelegated_trust_id) references trust (realm, id) on delete cascade,
    foreign key (realm, project_id) references project (realm, id) on delete cascade
);
create index trust_by_trustor on trust (trustor_user_id);
create index trust_by_trustee on trust (trustee_user_id);

create table oauth1_consumer (
    realm         text  not null,
    id            text  not null,
    description   text,
    sealed_secret bytea not null, -- an HMAC key: it must be known to be checked
    extra         text  not null,
    primary key (realm, id)
);
create table oauth1_request_token (
    realm               text        not null,
    id                  text        not null,
    consumer_id         text        not null,
    sealed_secret       bytea       not null,
    project_id          text        not null,
    authorizing_user_id uuid        references app_user (id) on delete cascade,
    roles               text,
    verifier_hash       bytea,
    expires_at          timestamptz not null,
    primary key (realm, id),
    foreign key (realm, consumer_id) references oauth1_consumer (realm, id) on delete cascade,
    foreign key (realm, project_id) references project (realm, id) on delete cascade
);
create index oauth1_request_token_expiry on oauth1_request_token (expires_at);
create table oauth1_access_token (
    realm               text        not null,
    id                  text        not null,
    consumer_id         text        not null,
    sealed_secret       bytea       not null,
    project_id          text        not null,
    authorizing_user_id uuid        not null references app_user (id) on delete cascade,
    roles               text        not null,
    expires_at          timestamptz,
    primary key (realm, id),
    foreign key (realm, consumer_id) references oauth1_consumer (realm, id) on delete cascade,
    foreign key (realm, project_id) references project (realm, id) on delete cascade
);
create index oauth1_access_token_by_user on oauth1_access_token (authorizing_user_id);
