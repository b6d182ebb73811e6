-- By which identity provider somebody came the last time, through each connector: what they hand on ends with it.
create table federated_arrival (
    realm     text        not null,
    user_id   uuid        not null references app_user (id) on delete cascade,
    connector text        not null,
    idp_id    text,                 -- null: nobody had rules for them
    at        timestamptz not null,
    primary key (user_id, connector)
);
