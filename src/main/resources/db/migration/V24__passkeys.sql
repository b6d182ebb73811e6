-- Public keys of passkeys (WebAuthn Level 3); the credential's id is base64url.
create table passkey (
    realm           text        not null,
    credential_id   text        not null,
    user_id         uuid        not null references app_user (id) on delete cascade,
    attested        bytea       not null,
    sign_count      bigint      not null,
    backup_eligible boolean     not null,
    label           text        not null,
    created_at      timestamptz not null,
    primary key (realm, credential_id)
);
create index passkey_by_user on passkey (user_id);
