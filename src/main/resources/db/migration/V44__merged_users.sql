-- Users who became one with another: switched off, kept for a while so that it can be undone, then removed for good.
create table user_merge (
    merged_id      uuid        primary key references app_user (id) on delete cascade,
    realm          text        not null,
    survivor_id    uuid        not null, -- may be deleted meanwhile
    by_person      boolean     not null, -- else by an operator
    merged_at      timestamptz not null,
    undo_until     timestamptz not null,
    options_before text        not null, -- the survivor's, and what became of them
    options_after  text        not null
);
create index user_merge_by_survivor on user_merge (survivor_id);
create index user_merge_end on user_merge (undo_until);

-- What went along, as it was, so that exactly this can go back.
create table user_merge_row (
    merged_id uuid    not null references user_merge (merged_id) on delete cascade,
    kind      text    not null,
    what      text[]  not null,
    stayed    boolean not null -- the survivor had it already
);
create index user_merge_row_kind on user_merge_row (merged_id, kind);

-- Whose name an authenticator was given when the passkey was made; null: its owner's.
alter table passkey add column handle_of uuid;
