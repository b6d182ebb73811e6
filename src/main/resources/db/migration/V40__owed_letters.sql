-- Letters that a mail server has yet to take; outlives the node that wrote them. Sealed: whoever reads a link can use it.
create table owed_letter (
    id              uuid        not null primary key,
    realm           text        not null,
    sealed_letter   bytea       not null,
    attempts        integer     not null,
    worth_until     timestamptz not null, -- a link that is over, or news of the day before, is worth nothing
    next_attempt_at timestamptz not null  -- also a lease: whoever is handing it in moved it ahead
);
create index owed_letter_due on owed_letter (next_attempt_at);
create index owed_letter_realm on owed_letter (realm);
