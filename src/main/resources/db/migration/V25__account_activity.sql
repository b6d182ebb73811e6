-- What happened to a person's account, for the person to see; the operator's log is elsewhere and says more.
create table account_activity (
    id            uuid        primary key,
    user_id       uuid        not null references app_user (id) on delete cascade,
    at            timestamptz not null,
    event         text        not null,
    detail        text        not null,
    address       text        not null,
    connector     text,
    relying_party text
);
create index account_activity_by_user on account_activity (user_id, at desc);
create index account_activity_age on account_activity (at);
