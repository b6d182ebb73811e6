-- The token that somebody's account elsewhere was shown for, by its line's first: it ends when that account leads here no more.
create table keystone_identity_token (
    realm      text        not null,
    audit_id   text        not null,
    connector  text        not null,
    subject    text        not null,
    expires_at timestamptz not null,
    primary key (realm, audit_id, connector, subject)
);
create index keystone_identity_token_by_identity on keystone_identity_token (realm, connector, subject);
create index keystone_identity_token_by_expiry on keystone_identity_token (expires_at);
