-- Who upstream identity providers are to the Identity API, and the rules that say what their people get.
create table federation_mapping (
    realm           text        not null,
    id              text        not null,
    schema_version  text,                 -- as it was sent; null: not said
    rules           text        not null, -- JSON
    owner_domain_id text,                 -- whose administrators made it; null: those of the realm
    source          text        not null, -- '@api', '@file'
    created_at      timestamptz not null,
    primary key (realm, id),
    foreign key (realm, owner_domain_id) references domain (realm, id) on delete cascade
);

create table identity_provider (
    realm             text        not null,
    id                text        not null,
    domain_id         text        not null, -- of the users it brings
    enabled           boolean     not null,
    description       text,
    authorization_ttl bigint,               -- minutes
    connector         text,                 -- through which its people come; null: none
    owner_domain_id   text,
    source            text        not null,
    created_at        timestamptz not null,
    primary key (realm, id),
    foreign key (realm, domain_id) references domain (realm, id) on delete cascade,
    foreign key (realm, owner_domain_id) references domain (realm, id) on delete cascade
);
create index identity_provider_domain on identity_provider (realm, domain_id);

create table identity_provider_remote_id (
    realm     text not null,
    remote_id text not null,
    idp_id    text not null,
    primary key (realm, remote_id),
    foreign key (realm, idp_id) references identity_provider (realm, id) on delete cascade
);
create index identity_provider_remote_id_of on identity_provider_remote_id (realm, idp_id);

-- The mapping may be missing: Keystone lets it be deleted while a protocol names it.
create table federation_protocol (
    realm               text not null,
    idp_id              text not null,
    id                  text not null,
    mapping_id          text not null,
    remote_id_attribute text,
    source              text not null,
    primary key (realm, idp_id, id),
    foreign key (realm, idp_id) references identity_provider (realm, id) on delete cascade
);

-- What rules named at somebody's login and there is not: doctor tells of it.
create table mapping_skipped (
    realm    text        not null,
    rules_of text        not null, -- the identity provider's id
    what     text        not null, -- such as 'group campus-staff'
    why      text        not null,
    at       timestamptz not null,
    primary key (realm, rules_of, what)
);
