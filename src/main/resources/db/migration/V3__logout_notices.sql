-- Relying parties that have yet to be told that a session is over; outlives the session and the node that ended it.
create table logout_notice (
    session_id      uuid        not null,
    protocol        text        not null,
    relying_party   text        not null,
    realm           text        not null,
    user_id         uuid        not null,
    attempts        integer     not null,
    owed_since      timestamptz not null,
    next_attempt_at timestamptz not null, -- also a lease: whoever is telling moved it ahead
    primary key (session_id, protocol, relying_party)
);
create index logout_notice_due on logout_notice (next_attempt_at);
