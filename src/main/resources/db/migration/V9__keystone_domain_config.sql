-- What the Identity API keeps for a domain's configuration. Nothing here acts on it: directories are connectors.
create table keystone_domain_config (
    realm       text not null,
    domain_id   text not null,
    group_name  text not null,
    option_name text not null,
    value       text not null, -- JSON
    primary key (realm, domain_id, group_name, option_name),
    foreign key (realm, domain_id) references domain (realm, id) on delete cascade
);
