-- What an upstream called the sessions that ended here within a day: it may ask for the end of one that is over already, and hears
-- whether somebody who took part in it is not known to be signed out.
create table ended_session (
    id                 uuid        primary key,
    realm              text        not null,
    connector          text        not null,
    upstream_subject   text        not null,
    upstream_session   text,
    sealed_logout_hint text,
    ended_at           timestamptz not null
);
create index ended_session_by_upstream_subject on ended_session (realm, connector, upstream_subject);
create index ended_session_by_upstream_session on ended_session (realm, connector, upstream_session);
create index ended_session_by_end on ended_session (ended_at);

-- News that nobody could be told is kept as long.
create index logout_notice_by_beginning on logout_notice (owed_since);
