-- What somebody calls an authenticator of theirs; empty for one that came as a credential of the Identity API.
alter table totp_secret add column label text not null default '';
-- For a lost authenticator: each good for once, kept as an HMAC under the master key.
create table recovery_code (
    user_id    uuid        not null references app_user (id) on delete cascade,
    code_hash  bytea       not null,
    created_at timestamptz not null,
    primary key (user_id, code_hash)
);
