-- The device authorization grant (RFC 8628): what devices without a browser wait for. A row lives for minutes, and there are
-- never more than the limits in DeviceAuthorizations.
create table device_authorization (
    id               uuid        not null primary key,
    realm            text        not null,
    relying_party    text        not null,
    device_code      bytea       not null unique, -- SHA-256
    user_code        bytea       not null,        -- an HMAC: so few letters could be tried out against a plain digest
    asked            text        not null,        -- by the relying party, in its protocol's words
    address          text        not null,
    user_agent       text        not null,
    decision         text        not null,        -- PENDING, APPROVED, REFUSED
    granted          text,                        -- what was approved, in the protocol's words
    interval_seconds integer     not null,
    polled_at        timestamptz,
    created_at       timestamptz not null,
    expires_at       timestamptz not null,
    unique (realm, user_code)
);
create index device_authorization_by_party on device_authorization (realm, relying_party, address);
create index device_authorization_by_expiry on device_authorization (expires_at);
