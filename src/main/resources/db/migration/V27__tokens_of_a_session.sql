-- Tokens of the Identity API that were given out in a browser's session end with it: the first audit id of their line.
create table keystone_session_token (
    realm      text        not null,
    audit_id   text        not null,
    session_id uuid        not null references sso_session (id) on delete cascade,
    expires_at timestamptz not null,
    primary key (realm, audit_id)
);
create index keystone_session_token_by_session on keystone_session_token (session_id);
create index keystone_session_token_by_expiry on keystone_session_token (expires_at);
-- An operator ends every session in which a relying party took part.
create index session_participant_by_party on session_participant (relying_party);
