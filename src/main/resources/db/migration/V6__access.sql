-- News for the caches of every node; rows live minutes.
create table change_notice (
    id      bigint      generated always as identity primary key,
    realm   text        not null,
    topic   text        not null,
    subject text        not null,
    node    uuid        not null, -- which wrote it and needs no telling
    at      timestamptz not null
);
create index change_notice_age on change_notice (at);

-- Who may do what where. Ids are unique within a realm, so that two realms may declare the same names.
create table project (
    realm       text        not null,
    id          text        not null,
    domain_id   text        not null,
    parent_id   text,                 -- null: directly under its domain
    name        text        not null,
    description text,
    enabled     boolean     not null,
    immutable   boolean,              -- null: not said
    tags        text        not null, -- comma separated; a tag has no comma
    extra       text        not null, -- JSON object
    created_at  timestamptz not null,
    primary key (realm, id),
    foreign key (realm, parent_id) references project (realm, id) on delete cascade
);
create unique index project_name on project (realm, domain_id, name);
create index project_children on project (realm, parent_id);

create table access_role (
    realm       text        not null,
    id          text        not null,
    domain_id   text,                 -- null: a role of the whole realm
    name        text        not null,
    description text,
    immutable   boolean,
    extra       text        not null,
    created_at  timestamptz not null,
    primary key (realm, id)
);
create unique index access_role_name on access_role (realm, coalesce(domain_id, ''), name);

create table implied_role (
    realm      text not null,
    prior_id   text not null,
    implied_id text not null,
    primary key (realm, prior_id, implied_id),
    foreign key (realm, prior_id) references access_role (realm, id) on delete cascade,
    foreign key (realm, implied_id) references access_role (realm, id) on delete cascade
);

create table role_assignment (
    id         bigint  generated always as identity primary key,
    realm      text    not null,
    user_id    uuid    references app_user (id) on delete cascade,
    group_id   text,
    project_id text,
    domain_id  text,             -- neither project nor domain: the whole system
    role_id    text    not null,
    inherited  boolean not null, -- holds for the projects below and not for the target itself
    source     text    not null, -- who gave it and may take it back: '@api', '@file', a connector
    check ((user_id is null) <> (group_id is null)),
    check (project_id is null or domain_id is null),
    check (not inherited or project_id is not null or domain_id is not null),
    foreign key (realm, project_id) references project (realm, id) on delete cascade,
    foreign key (realm, role_id) references access_role (realm, id) on delete cascade
);
create unique index role_assignment_once on role_assignment (realm, coalesce(user_id::text, ''), coalesce(group_id, ''),
    coalesce(project_id, ''), coalesce(domain_id, ''), role_id, inherited, source);
create index role_assignment_user on role_assignment (user_id);
create index role_assignment_group on role_assignment (realm, group_id);
create index role_assignment_project on role_assignment (realm, project_id);
create index role_assignment_domain on role_assignment (realm, domain_id);

create table registered_limit (
    realm         text   not null,
    id            text   not null,
    service_id    text   not null,
    region_id     text,
    resource_name text   not null,
    default_limit bigint not null,
    description   text,
    source        text   not null,
    primary key (realm, id)
);
create unique index registered_limit_once on registered_limit
    (realm, service_id, coalesce(region_id, ''), resource_name);

create table resource_limit (
    realm          text   not null,
    id             text   not null,
    registered_id  text   not null,
    project_id     text,
    domain_id      text,
    resource_limit bigint not null,
    description    text,
    source         text   not null,
    primary key (realm, id),
    check ((project_id is null) <> (domain_id is null)),
    foreign key (realm, registered_id) references registered_limit (realm, id),
    foreign key (realm, project_id) references project (realm, id) on delete cascade
);
create unique index resource_limit_once on resource_limit
    (realm, registered_id, coalesce(project_id, ''), coalesce(domain_id, ''));
create index resource_limit_project on resource_limit (realm, project_id);
