-- Tokens that were taken back. Kept until the token could not be shown to anybody any more.
create table keystone_revocation (
    realm      text        not null,
    audit_id   text        not null, -- of the token, and of the line of those made from it
    revoked_at timestamptz not null,
    expires_at timestamptz not null,
    primary key (realm, audit_id)
);
create index keystone_revocation_by_expiry on keystone_revocation (expires_at);
