-- Other Keystones that people of a realm are sent to by a signed assertion.
create table keystone_service_provider (
    realm              text    not null,
    id                 text    not null,
    enabled            boolean not null,
    description        text,
    auth_url           text    not null,
    sp_url             text    not null, -- where assertions go
    relay_state_prefix text    not null,
    entity_id          text,             -- of its SAML front: the audience of assertions
    declared           boolean not null, -- by the realm's file, which may take it back
    primary key (realm, id)
);
